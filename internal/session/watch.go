package session

import (
	"context"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// watch follows the tunnel's life until the session ends: it waits for a lost one, follows one that came back
// under another URL, and ends the session when one is lost permanently.
func (s *Session) watch(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w := watcher{Session: s, known: s.public()}
		w.run(ctx)
	}()
	s.unwatch = func() {
		stop()
		<-done
	}
}

// watcher is the state of one tunnel that is watched.
type watcher struct {
	*Session
	since    time.Time // when it was lost, zero while it works
	why      error
	giveUp   <-chan time.Time
	again    <-chan time.Time // when to try once more to get a URL that works, and the numbers to it
	known    string           // the URL that the numbers have followed
	reported string           // why they have not followed the next one, as it was reported last
}

func (w *watcher) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.giveUp:
			w.Fail(w.gaveUpError())
			return
		case <-w.again:
			w.restore(ctx)
		case ev, ok := <-w.tunnel.Events():
			if !ok || !w.on(ctx, ev) {
				return
			}
		}
	}
}

// on handles one event; false means that the tunnel has ended.
func (w *watcher) on(ctx context.Context, ev tunnel.Event) bool {
	switch ev.Kind {
	case tunnel.Lost:
		w.lost(ev.Err)
	case tunnel.Retrying:
		w.why = ev.Err
	case tunnel.Restored:
		w.restore(ctx)
	case tunnel.Stopped:
		w.Fail(stoppedError(w.tunnel, ev.Err))
		return false
	}
	return true
}

func (w *watcher) lost(err error) {
	w.why = err
	if w.giveUp != nil {
		return
	}
	w.since = time.Now()
	w.giveUp = time.After(w.o.GiveUpAfter)
	w.observe(Tunnel{"lost", w.public(), err})
}

// gaveUpError is the error for a tunnel that was not usable again in time.
func (w *watcher) gaveUpError() error {
	if w.reported != "" {
		return fault.With(fmt.Errorf("the tunnel is back as %s, but for %s the numbers could not be re-pointed: %w", w.public(), w.o.GiveUpAfter, w.why), fault.Failed, "--give-up-after waits longer")
	}
	return fault.With(fmt.Errorf("the tunnel was lost for %s: %w", w.o.GiveUpAfter, w.why), fault.Failed, "see https://status.ngrok.com; --give-up-after waits longer")
}

// restore probes the public URL of a connection that is back. Where it no longer leads here, a new address is requested, and the
// numbers follow it. Until they do, the tunnel is not reported as restored.
func (w *watcher) restore(ctx context.Context) {
	w.again = nil
	err := w.reach(ctx)
	if err == nil && w.public() != w.known {
		w.keeper.Move(w.public())
		err = w.follow(ctx)
	}
	if err != nil {
		w.lost(err)
		w.why = err
		w.again = time.After(time.Second)
		return
	}
	w.since, w.giveUp, w.why, w.known, w.reported = time.Time{}, nil, nil, w.public(), ""
	w.observe(Tunnel{"restored", w.public(), nil})
}

// follow points the numbers at the new address, within the time that is left, and reports why it cannot.
func (w *watcher) follow(ctx context.Context) error {
	if !w.since.IsZero() {
		limited, cancel := context.WithDeadline(ctx, w.since.Add(w.o.GiveUpAfter))
		defer cancel()
		ctx = limited
	}
	err := w.repoint(ctx)
	if err != nil && ctx.Err() == nil && err.Error() != w.reported {
		w.reported = err.Error()
		w.observe(NotRepointed{w.public(), err})
	}
	return err
}

func (w *watcher) reach(ctx context.Context) error {
	if w.o.NoProbe {
		return nil
	}
	if err := w.probeOnce(ctx); err == nil {
		return nil
	}
	if err := w.tunnel.Renew(ctx); err != nil {
		return err
	}
	return w.probeUntil(ctx)
}
