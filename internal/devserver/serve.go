// Package devserver answers webhooks from a TwiML file or a folder of them.
//
// It does not depend on a number, tunnel or account. By default it answers only requests that its [Guard] has verified
// as Twilio's.
package devserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/limits"
)

// grace is how long running requests may take when the server stops.
const grace = 5 * time.Second

// Serve serves on ln until ctx ends or the listener fails. It closes the listener. Running requests get a few seconds to
// finish.
func Serve(ctx context.Context, ln net.Listener, h http.Handler) error {
	base, drop := context.WithCancel(context.WithoutCancel(ctx))
	defer drop() // upgraded connections, which Shutdown does not close
	limit := limits.Usual()
	s := limit.Server(h)
	s.BaseContext = func(net.Listener) context.Context { return base }
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(limit.Listener(ln)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	done, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := s.Shutdown(done); err != nil {
		s.Close() // a silent connection blocks Shutdown
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
