package client

import (
	"context"
	"errors"
	"io"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// phase is how far a try has come.
type phase int

const (
	connecting  phase = iota // name, TCP connection. Choice: ct covers both, and TLS
	handshaking              // TLS
	waiting                  // for the first byte of the answer; where a transport that has no connections begins
	answering                // the first byte is there
	reading                  // the head of the answer is there, the body comes
)

func (p phase) before(other phase) bool { return p < other }

// Why a try ends that takes too long.
var (
	errConnect = errors.New("no connection in time")
	errRead    = errors.New("no response in time")
)

// watch sees how far a try has come, and ends it when that takes too long. The transport tells it: one that makes no
// connections, such as [InMemory], never connects, and so is never too late for that.
type watch struct {
	limits webhook.Overrides
	end    time.Time // of all tries
	cancel context.CancelCauseFunc

	mu    sync.Mutex // a transport tells from goroutines of its own
	at    phase
	got   int // bytes of the body
	over  bool
	timer *time.Timer
}

// newWatch returns a context for one try. The caller stops the watch.
func newWatch(ctx context.Context, limits webhook.Overrides) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watch{limits: limits, cancel: cancel}
	w.end, _ = ctx.Deadline()
	w.enter(waiting)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { w.enter(connecting) },
		TLSHandshakeStart:    func() { w.pass(handshaking) },
		GotConn:              func(httptrace.GotConnInfo) { w.enter(waiting) },
		GotFirstResponseByte: func() { w.enter(answering) },
	}), w
}

// enter begins a phase, and its time.
func (w *watch) enter(p phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return // a connection that nobody waits for any more
	}
	limit, late := w.limits.ReadTimeout, errRead
	if p.before(waiting) {
		limit, late = w.limits.ConnectTimeout, errConnect
	}
	w.at = p
	if w.timer != nil {
		w.timer.Stop()
	}
	if time.Until(w.end) > limit { // else the time for all tries is over first, also where both end together
		w.timer = time.AfterFunc(limit, func() { w.cancel(late) })
	}
}

// pass begins a phase that shares its time with the one before.
func (w *watch) pass(p phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		w.at = p
	}
}

// packets is a body of which every part may take as long as the first.
func (w *watch) packets(ctx context.Context, body io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := body.Read(p)
		w.count(n)
		if ctx.Err() != nil { // some bodies do not look at it
			return 0, context.Cause(ctx)
		}
		w.enter(reading)
		return n, err
	})
}

func (w *watch) count(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.got += n
}

type readerFunc func(p []byte) (int, error)

func (read readerFunc) Read(p []byte) (int, error) { return read(p) }

// stop ends the try, and the goroutines that a transport keeps for it.
func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	if w.timer != nil {
		w.timer.Stop()
	}
	w.cancel(nil)
}

// broke says what an error means: why the watch ended the try, if it did, and where the try was.
func (w *watch) broke(ctx context.Context, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return &brokenError{at: w.at, got: w.got, err: err}
}

// brokenError is a try that got no whole answer.
type brokenError struct {
	at  phase
	got int // bytes of the answer's body
	err error
}

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }
