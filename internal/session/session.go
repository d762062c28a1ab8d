// Package session serves a document or an app to callers: a local server, a tunnel, numbers that point at it for as long as it
// runs, and the restore of all of them at the end. It prints nothing: what happens is an [Event].
package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// endTime is how long everything may take that is undone at the end.
const endTime = 10 * time.Second

// Session serves from the first file read to the last number restored. Make one with [New].
// It belongs to the goroutine of [Session.Run]; [Session.Fail] and [Session.Unrestored] may be called from any.
type Session struct {
	o Options

	source      // what is served
	server      // where it is served
	credentials // whose requests are answered
	numbers     // what leads callers here
	page        // what shows it
	cleanup     // what ends and undoes it
}

// cleanup is how the session ends, and what is undone then.
type cleanup struct {
	unwatch func()     // stops following the tunnel, which must end before the numbers are restored
	failed  chan error // what ends the session other than its context; the first counts
	undo    []step
}

// step is one thing to undo at the end, the last first.
type step struct {
	what string
	undo func(context.Context) error
}

// New returns a session that has done nothing yet.
func New(o Options) *Session {
	s := &Session{
		o:       o,
		server:  server{publicClient: newPublicClient(o.ConnectTo)},
		numbers: numbers{followed: map[string]string{}},
		cleanup: cleanup{unwatch: func() {}, failed: make(chan error, 1)},
	}
	if o.Forward != "" {
		s.target, _ = forward.Target(o.Forward) // it was checked
		if o.Path == "" {
			s.target, s.o.Path, _ = forward.Webhook(o.Forward)
		}
	}
	s.later("finish the output", func(ctx context.Context) error { s.flush(ctx); return nil })
	return s
}

// newPublicClient returns the way to the public URL: like Twilio it comes from outside, so that the proxy of the
// environment counts. It reuses no connection: a probe on an old one would not notice a lost tunnel.
func newPublicClient(connect []client.ConnectTo) *client.Transport {
	return client.NewTransport(client.TransportOptions{ConnectTo: connect, SingleUse: true})
}

// Run serves until ctx, the command or the rehearsal ends, or the tunnel is lost permanently. Then it undoes all that it did: numbers
// that it could not restore are in the error. It is called once.
func (s *Session) Run(ctx context.Context) error {
	defer func() {
		if bug := recover(); bug != nil {
			_ = s.end(ctx, nil) // numbers that are not restored are still in Unrestored
			panic(bug)
		}
	}()
	err := s.begin(ctx)
	if err == nil {
		err = s.stay(ctx)
	}
	return s.end(ctx, err)
}

// begin does everything up to the ready event. What it did before it failed, end undoes.
func (s *Session) begin(ctx context.Context) error {
	return s.steps(
		ctx,
		s.loadDocuments, // a broken document is refused before anything is opened
		s.openAccount,   // and its token
		s.heal,          // what an earlier session left behind
		s.choose,        // the numbers, before anything costs time
		s.listen,
		s.openTunnel,
		s.open,
		s.launch, // the app, which gets the public URL
		s.probe,
		s.inspect,
		s.point, // last, and so restored first
		s.announce,
	)
}

// steps calls one step after the other, until one fails or ctx ends.
func (s *Session) steps(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stay waits for the end; nil is an end without a failure.
func (s *Session) stay(ctx context.Context) error {
	switch {
	case s.o.Rehearse != nil:
		return s.rehearse(ctx)
	case len(s.o.Command) > 0:
		return s.command(ctx)
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}

// announce tells that everything before it has worked.
func (s *Session) announce(ctx context.Context) error {
	ready := Ready{Served: s.served(), Webhook: s.webhook(), LocalURL: s.localURL, InspectURL: s.inspectURL, Numbers: s.chosen}
	for _, l := range s.leases {
		ready.Leases = append(ready.Leases, l.Entry())
	}
	s.observe(ready)
	s.flush(ctx) // a COMMAND or a rehearsal writes after it
	return nil
}

func (s *Session) observe(e Event) {
	if s.o.Observe != nil {
		s.o.Observe(e)
	}
}

func (s *Session) flush(ctx context.Context) {
	if s.o.Flush != nil {
		s.o.Flush(ctx)
	}
}

// Fail ends the session with an error. Only the first one counts.
func (s *Session) Fail(err error) {
	select {
	case s.failed <- err:
	default:
	}
}

// later adds something to undo at the end.
func (c *cleanup) later(what string, undo func(context.Context) error) {
	c.undo = append(c.undo, step{what, undo})
}

// end undoes every step, the last first, each even if another failed, within a separate time limit, which a canceled
// context does not shorten. A second Ctrl-C ends the process; what is not undone then is still in the journal.
func (c *cleanup) end(ctx context.Context, err error) error {
	c.unwatch()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	for i := len(c.undo) - 1; i >= 0; i-- {
		if failed := c.undo[i].undo(last); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", c.undo[i].what, failed))
		}
	}
	return err
}
