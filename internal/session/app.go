package session

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
)

// awaitApp is how long COMMAND may take to open its port: some build themselves first.
const awaitApp = 2 * time.Minute

// openApp makes the client of the app, once everything is known that it needs.
func (s *Session) openApp() {
	o := forward.Options{
		Target: s.target, Public: s.public, Insecure: s.o.Insecure, Audio: devserver.ForAudio, Now: s.o.Env.Now,
	}
	if s.o.Resign {
		o.Token = s.token
	}
	o.Sockets, o.Event = s.followSocket, s.recordSocket
	s.app = forward.New(o)
	s.later("close the connections to "+s.app.Name(), func(context.Context) error { s.app.Close(); return nil })
}

// launch starts COMMAND where it is the app, and waits for its port. An app that the user starts may come later: that it is missing is
// only reported.
func (s *Session) launch(ctx context.Context) error {
	if s.app == nil {
		return nil
	}
	there := s.app.Ping(ctx) == nil
	if len(s.o.Command) == 0 {
		if !there {
			s.observe(AppMissing{s.target.Host})
		}
		return nil
	}
	if there {
		return fault.With(fmt.Errorf("run %s: another program already listens on %s", s.o.Command[0], s.target.Host), fault.Failed, "stop it, or leave out the command to forward to it")
	}
	if err := s.startCommand(); err != nil {
		return err
	}
	return s.awaitApp(ctx)
}

// endedEarly is the error of a COMMAND that never listened. Its exit code is ours, but a failure that early may have said
// nothing at all, and looks like ours then.
//
// Choice: its last lines are not repeated. It has our own streams, so that they stand right above.
func (s *Session) endedEarly() error {
	exit := fault.ExitOf(s.child.Outcome())
	if exit == fault.OK {
		exit = fault.Failed // the application that was to be served is not there
	}
	return fault.With(fmt.Errorf("%s ended (%s) before it listened on %s", s.o.Command[0], s.child.Status(), s.target.Host), exit,
		"its output, if any, is above; check that it runs without twvoice: "+strings.Join(s.o.Command, " "))
}

// awaitApp waits for the port of a COMMAND that was started.
func (s *Session) awaitApp(ctx context.Context) error {
	s.observe(Waiting{fmt.Sprintf("waiting for %s to listen on %s", s.o.Command[0], s.target.Host)})
	waiting, stop := context.WithTimeout(ctx, awaitApp)
	defer stop()
	listens := make(chan error, 1)
	go func() { listens <- s.app.Await(waiting) }()
	select {
	case err := <-listens:
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		return fault.With(fmt.Errorf("%s does not listen on %s after %s", s.o.Command[0], s.target.Host, awaitApp), fault.Failed,
			"give --forward the port that it listens on")
	case <-s.child.Ended():
		stop()
		<-listens
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.endedEarly()
	}
}
