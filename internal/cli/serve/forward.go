package serve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
)

// awaitApp is how long COMMAND may take to open its port: some build themselves first.
const awaitApp = 2 * time.Minute

// checkServed decides what is served. A flag wins over the other setting of a file.
func (o *Options) checkServed(typed func(flag string) bool) error {
	if o.TwiML != "" && o.Forward != "" {
		switch twiml, app := typed("twiml"), typed("forward"); {
		case twiml && !app:
			o.Forward = ""
		case app && !twiml:
			o.TwiML = ""
		default:
			return fault.With(errors.New("--twiml and --forward exclude each other"), fault.Usage, "either a file answers, or an app does")
		}
	}
	switch {
	case o.TwiML == "" && o.Forward == "":
		return fault.With(errors.New("nothing to serve: --twiml or --forward is missing"), fault.Usage, "twvoice serve --twiml greeting.xml, or twvoice serve --forward 3000")
	case o.Forward == "" && (typed("resign") || typed("insecure")):
		return fault.With(errors.New("--resign and --insecure are for an app"), fault.Usage, "add --forward 3000")
	case o.Forward == "":
		return nil
	}
	_, err := forward.Target(o.Forward)
	return err
}

// served is what answers, as the user knows it.
func (s *session) served() string {
	if s.target != nil {
		return s.target.String()
	}
	return s.o.TwiML
}

// openApp makes the way to the application, once everything is known that it needs.
func (s *session) openApp() {
	o := forward.Options{
		Target: s.target, Public: s.public, Insecure: s.o.Insecure, Audio: devserver.ForAudio, Now: s.f.Env.Now,
	}
	if s.o.Resign {
		o.Token = s.token
	}
	s.app = forward.New(o)
	s.later("let go of "+s.app.Name(), func(context.Context) error { s.app.Close(); return nil })
}

// launch starts COMMAND where it is the application, and waits for its port. An application that somebody else starts may
// come later: it is only told of.
func (s *session) launch(ctx context.Context) error {
	if s.app == nil {
		return nil
	}
	there := s.app.Look(ctx) == nil
	if len(s.o.Command) == 0 {
		if !there {
			s.notef("%s nothing listens on %s yet: callers hear an apology until it does", s.f.Paint().Yellow("warning:"), s.target.Host)
		}
		return nil
	}
	if there {
		return fault.With(fmt.Errorf("run %s: something listens on %s already", s.o.Command[0], s.target.Host), fault.Failed, "stop it, or leave out the command to forward to it")
	}
	if err := s.start(); err != nil {
		return err
	}
	return s.awaitApp(ctx)
}

// endedEarly is the error of a COMMAND that never listened. Its exit code is ours, but a failure that early may have said
// nothing at all, and looks like ours then.
//
// Choice: its last lines are not repeated. It has our own streams, so that they stand right above.
func (s *session) endedEarly() error {
	exit := fault.ExitOf(s.child.Outcome())
	if exit == fault.OK {
		exit = fault.Failed // the application that was to be served is not there
	}
	return fault.With(fmt.Errorf("%s ended (%s) before it listened on %s", s.o.Command[0], s.child.Status(), s.target.Host), exit,
		"what it printed, if anything, stands above; see whether it runs without twvoice: "+strings.Join(s.o.Command, " "))
}

// awaitApp waits for the port of a COMMAND that was started.
func (s *session) awaitApp(ctx context.Context) error {
	s.waiting(fmt.Sprintf("waiting for %s to listen on %s", s.o.Command[0], s.target.Host))
	waiting, stop := context.WithTimeout(ctx, awaitApp)
	defer stop()
	listens := make(chan error, 1)
	go func() { listens <- s.app.Await(waiting) }()
	select {
	case err := <-listens:
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		return fault.With(fmt.Errorf("%s does not listen on %s, not even after %s", s.o.Command[0], s.target.Host, awaitApp), fault.Failed,
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
