package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// server is where requests arrive.
type server struct {
	gate     gate   // closed until the public URL is known
	localURL string // http://127.0.0.1:PORT
	nonce    string // of the probe
	tunnel   tunnel.Tunnel
	keeper   *capture.Keeper

	publicClient http.RoundTripper // to the public URL, from outside
}

// listen opens the local port. Only this machine can reach it.
func (s *Session) listen(context.Context) error {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(s.o.Port))
	ln, err := net.Listen("tcp", address)
	if err != nil {
		hint := ""
		if neterr.Taken(err) {
			hint = "another program is using the port; --port 0 uses any free one"
		}
		return fault.With(fmt.Errorf("listen on %s: %w", address, innermost(err)), fault.Failed, hint)
	}
	s.localURL = "http://" + ln.Addr().String()
	s.nonce = webhook.NewSID("", s.o.Env.Random)
	s.inspector = s.newInspector()
	s.startCapture()
	if s.target != nil {
		s.openApp() // before the servers, and so closed after them
	}
	public := s.o.PublicURL
	if s.o.Ngrok == nil || public != "" {
		s.tunnel = tunnel.Static(cmp.Or(public, s.localURL), ln)
		s.keeper.Move(s.public())
		s.serveOn(s.tunnel)
		return nil
	}
	s.serveOn(ln)
	return nil
}

// openTunnel opens the tunnel, unless there is one already.
func (s *Session) openTunnel(ctx context.Context) error {
	if s.tunnel != nil {
		return nil
	}
	options, err := s.o.Ngrok(ctx)
	if err != nil {
		return err
	}
	s.observe(Waiting{"opening the tunnel"})
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
func (s *Session) serveOn(ln net.Listener) {
	ctx, stop := context.WithCancel(context.Background()) // it outlives the first Ctrl-C: calls are answered until the number is restored
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := devserver.Serve(ctx, ln, &s.gate)
		if err != nil && ctx.Err() == nil {
			s.Fail(stoppedError(ln, err))
		}
	}()
	s.later("stop the server", func(context.Context) error {
		stop()
		<-done         // an error of it has ended the session, and is reported there
		_ = ln.Close() // Serve has closed it; a tunnel closes its session only here
		return nil
	})
}

// stoppedError is the error for a listener that ended unasked. The server and the watcher of a tunnel both see its end; the error is the
// same from both.
func stoppedError(ln net.Listener, err error) error {
	what := "the server on " + ln.Addr().String()
	if _, remote := ln.(*tunnel.Ngrok); remote {
		what = "the tunnel"
	}
	return fault.With(fmt.Errorf("%s was stopped: %w", what, err), fault.Failed, "")
}

// public is the scheme and host that Twilio was given, as they are now.
func (s *Session) public() string { return s.tunnel.URL() }

// webhook is the URL that Twilio calls, as it may be shown.
func (s *Session) webhook() string { return s.public() + s.o.Path }

// innermost returns the error of the system, without the addresses that the message names already.
func innermost(err error) error {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno
	}
	return err
}
