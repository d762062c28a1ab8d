package emulator

import (
	"context"
	"net/url"
)

// A notice is a status callback: the application is told, and its answer does not matter.
type notice struct {
	account  account
	resource string // SID of what it is about
	to       hook
	params   url.Values
}

// tell sends a notice after the answer.
func (e *Server) tell(ctx context.Context, n notice) {
	if n.to.url != "" {
		e.errands.start(ctx, func(ctx context.Context) { e.deliver(ctx, n) })
	}
}

// deliver sends a notice now; a failure is an alert.
func (e *Server) deliver(ctx context.Context, n notice) {
	if n.to.url == "" {
		return
	}
	got := e.ask(ctx, n.to, n.account.AuthToken, n.params)
	if got.code != "" {
		e.complain(ctx, n, got)
	}
}

// complain makes an alert of a request that failed. When the database is gone as well, there is nobody left to tell.
func (e *Server) complain(ctx context.Context, n notice, got reply) {
	_ = e.raise(ctx, e.db, incident{
		account: n.account.Sid, resource: n.resource, code: got.code, text: got.text, to: n.to, params: n.params, reply: got,
	})
}
