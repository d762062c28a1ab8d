// Package devserver answers webhooks: from a TwiML file, or from a folder of them.
// It does not know which number, tunnel or account it answers for, and it never answers a request that
// its [Guard] cannot attribute to Twilio, unless it was told to.
package devserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/limits"
)

// grace is how long requests that are under way may take when the server stops.
const grace = 5 * time.Second

// Serve answers on ln until ctx is done or the listener fails; the listener is closed in any case.
// Requests under way get a few seconds to finish.
func Serve(ctx context.Context, ln net.Listener, h http.Handler) error {
	base, drop := context.WithCancel(context.WithoutCancel(ctx))
	defer drop() // connections that were upgraded: a shutdown does not know them
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
		s.Close() // out of patience: a silent connection holds Shutdown
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
