package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// patience is how long everything may take that is undone at the end.
const patience = 10 * time.Second

// listen opens the local port. Nothing but this machine can reach it.
func (s *session) listen(context.Context) error {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(s.o.Port))
	ln, err := net.Listen("tcp", address)
	if err != nil {
		hint := ""
		if neterr.Taken(err) {
			hint = "another program has the port; --port 0 takes any that is free"
		}
		return fault.With(fmt.Errorf("listen on %s: %w", address, innermost(err)), fault.Failed, hint)
	}
	s.localURL = "http://" + ln.Addr().String()
	s.nonce = webhook.NewSID("", s.f.Env.Random)
	s.inspector = s.newInspector()
	s.keep()
	if s.target != nil {
		s.openApp() // before the servers, and so closed after them
	}
	public := s.o.PublicURL
	if s.o.Tunnel == "none" || public != "" {
		s.tunnel = tunnel.Static(cmp.Or(public, s.localURL), ln)
		s.keeper.Move(s.public())
		s.serveOn(s.tunnel)
		return nil
	}
	s.serveOn(ln)
	return nil
}

// dig opens the tunnel, unless there is one already.
func (s *session) dig(ctx context.Context) error {
	if s.tunnel != nil {
		return nil
	}
	options, err := s.ngrok(ctx)
	if err != nil {
		return err
	}
	s.waiting("opening the tunnel")
	opened, err := tunnel.Open(ctx, options)
	if err != nil {
		return fmt.Errorf("open the tunnel: %w", err)
	}
	s.tunnel = opened
	s.keeper.Move(s.public())
	s.serveOn(opened)
	s.watch(ctx)
	return nil
}

// serveOn answers on a listener until the session's end, and waits for the server there.
func (s *session) serveOn(ln net.Listener) {
	ctx, stop := context.WithCancel(context.Background()) // it outlives the first Ctrl-C: calls go on until the number is back
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := devserver.Serve(ctx, ln, &s.gate)
		if err != nil && ctx.Err() == nil {
			s.fail(stopped(ln, err))
		}
	}()
	s.later("stop the server", func(context.Context) error {
		stop()
		<-done         // an error of it has ended the session, and is told there
		_ = ln.Close() // Serve has closed it; a tunnel says good-bye only here
		return nil
	})
}

// stopped words the end of a listener that nobody asked for. A tunnel's is seen by the server and by the watcher,
// whichever looks first, and reads the same from both.
func stopped(ln net.Listener, err error) error {
	what := "the server on " + ln.Addr().String()
	if _, remote := ln.(*tunnel.Ngrok); remote {
		what = "the tunnel"
	}
	return fault.With(fmt.Errorf("%s was stopped: %w", what, err), fault.Failed, "")
}

// public is the scheme and host that Twilio was given, as they are now.
func (s *session) public() string { return s.tunnel.URL() }

// webhook is the URL that calls come to, as it may be shown.
func (s *session) webhook() string { return s.public() + s.o.Path }

// others are tokens that may have signed in the place of ours.
func (s *session) others() map[string]string {
	if s.account == nil {
		return nil
	}
	return s.account.Others(context.Background()) // the state folder of this machine: nobody else is asked
}

// innermost is the error that the system gave, without the addresses that the message names already.
func innermost(err error) error {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno
	}
	return err
}
