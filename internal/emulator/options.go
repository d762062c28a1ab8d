package emulator

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/live"
)

// WithPhone sets the behavior of a phone that calls may reach. Without it, a phone that the REST
// API calls listens until the end, and one that <Dial> calls hangs up after ten seconds.
func WithPhone(address string, p live.Phone) Option {
	return func(e *Server) {
		if e.calls.Phones == nil {
			e.calls.Phones = live.Phones{}
		}
		e.calls.Phones[address] = p
	}
}

// WithCalls makes calls run while [Server.Run] runs. It needs [WithTransport]; without a transport,
// calls cannot reach applications.
func WithCalls(p live.Pace) Option {
	return func(e *Server) { e.runs, e.calls.Pace = true, p }
}

// WithIdleTimeout sets how long nothing may happen on the open WebSocket of a call; 0 is
// [voicesim.IdleTimeout].
func WithIdleTimeout(d time.Duration) Option {
	return func(e *Server) { e.calls.IdleTimeout = d }
}

// WithWatch sets a function that receives everything that happens in calls. It is called on one
// goroutine and must not block, because all calls would stop.
func WithWatch(see func(live.CallEvent)) Option {
	return func(e *Server) { e.calls.Watch = see }
}

// Run runs the calls until ctx ends, and then hangs up the remaining ones. It returns after
// everything is written, with the error of the database if it failed. It must be called at most
// once, on an emulator made [WithCalls].
func (e *Server) Run(ctx context.Context) error {
	if e.board == nil {
		panic("emulator: Run needs WithCalls")
	}
	return e.board.Run(ctx)
}
