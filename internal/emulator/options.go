package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/live"
)

// WithPhone says how a phone behaves that is called. Nobody described the others: one that the REST API calls listens to the
// end, and one that <Dial> calls hangs up after ten seconds.
func WithPhone(address string, p live.Phone) Option {
	return func(e *Server) {
		if e.calls.Phones == nil {
			e.calls.Phones = live.Phones{}
		}
		e.calls.Phones[address] = p
	}
}

// WithCalls lets calls run while [Server.Run] does. It needs [WithTransport], without which they reach no application.
func WithCalls(p live.Pace) Option {
	return func(e *Server) { e.runs, e.calls.Pace = true, p }
}

// WithWatch has see told of all that happens in calls, as it happens. It is called on one goroutine, and must not wait: all calls
// would.
func WithWatch(see func(live.Sighting)) Option {
	return func(e *Server) { e.calls.Watch = see }
}

// Run has calls go on until ctx ends, and then hangs up on all that are left. It returns when everything is written, with the
// error of a database that failed meanwhile. It is for an emulator made [WithCalls], once.
func (e *Server) Run(ctx context.Context) error {
	if e.board == nil {
		panic("emulator: Run needs WithCalls")
	}
	return e.board.Run(ctx)
}
