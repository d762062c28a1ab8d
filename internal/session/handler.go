package session

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync/atomic"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/httplog"
)

// open makes the chain of handlers, now that everything is known that they need, and lets requests in.
func (s *Session) open(context.Context) error {
	s.gate.open(s.handler())
	return nil
}

// handler returns the chain of handlers:
//
//	probe ─▶ record ─▶ survive ─▶ password ─▶ signature ─▶ documents │ forward ─▶ app
func (s *Session) handler() http.Handler {
	signature := &devserver.Guard{Token: s.token, Public: s.tunnel.URL, User: s.o.User, Lenient: s.o.NoVerify, Others: s.otherTokens, SharedKeys: s.o.SharedKeys}
	if s.app != nil {
		signature.Next, signature.Exempt = s.app, devserver.ForAudio
	} else {
		signature.Next, signature.Exempt = s.docs, s.docs.Audio
	}
	record := &httplog.Recorder{Next: s.recoverPanics(s.withPassword(signature)), Sink: s.recordExchange, Now: s.o.Env.Now}
	for _, n := range s.chosen {
		record.Fallback = record.Fallback || n.VoiceFallbackURL != ""
	}
	return &devserver.Probe{Nonce: s.nonce, Next: record}
}

// recoverPanics turns a panic in a handler into a 500 and an orderly end: the caller hears an apology, the number is restored.
func (s *Session) recoverPanics(next httplog.Handler) httplog.Handler {
	return httplog.HandlerFunc(func(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
		defer func() {
			bug := recover()
			switch bug {
			case nil:
				return
			case http.ErrAbortHandler: // half an answer must not look like a whole one
				panic(bug)
			}
			http.Error(w, "a bug in twvoice", http.StatusInternalServerError)
			s.Fail(fault.With(fmt.Errorf("a bug in twvoice: %v\n%s", bug, debug.Stack()), fault.Failed, "please report it: https://github.com/twvoice/twvoice/issues"))
		}()
		next.ServeNoted(w, r, notes)
	})
}

// gate answers 503 until it is opened: the listener is there before the tunnel, and a request that comes in between (a health
// check, a browser) meets no chain that is half made. The zero value is closed; it is safe for concurrent use.
type gate struct{ behind atomic.Pointer[http.Handler] }

func (g *gate) open(h http.Handler) { g.behind.Store(&h) }

// ServeHTTP hands on what comes once the gate is open.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := g.behind.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Retry-After", "1") // seconds
	http.Error(w, "starting: the public URL is not known yet", http.StatusServiceUnavailable)
}
