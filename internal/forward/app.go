// Package forward forwards webhooks to an application on this machine, byte for byte in both directions, and reports how
// Twilio treats its answers.
//
// It does not decide which requests are allowed; callers do that before. It does not change an answer: a failure of the
// application is reported, and Twilio receives it unchanged.
package forward

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Options set where the application is and its public URL.
type Options struct {
	Target   *url.URL                 // see [Target]
	Public   func() string            // the current public scheme and host
	Token    string                   // signs each request again, for the URL that the application sees; "" keeps Twilio's signature
	Insecure bool                     // accepts any certificate
	Audio    func(*http.Request) bool // reports whether a request is for audio and not for TwiML; nil means never
	Now      func() time.Time

	// Sockets returns the log of a WebSocket that the application has accepted, and Event gets what happened there, in
	// order, on a goroutine of the WebSocket. Both may be nil: then no WebSocket is followed.
	Sockets func(socketlog.Opening) *socketlog.Log
	Event   func(socketlog.Event)

	Transport http.RoundTripper // nil for a separate one
}

// App is an HTTP handler that forwards to the application. Make one with [New], and close it. It is safe for concurrent
// use.
type App struct {
	o     Options
	proxy *httputil.ReverseProxy
	own   *client.Transport // tests the connection; closed by Close
	opens atomic.Int64      // WebSockets until now
}

// New returns an App. It sends nothing.
func New(o Options) *App {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Audio == nil {
		o.Audio = func(*http.Request) bool { return false }
	}
	a := &App{o: o, own: newTransport(o.Insecure)}
	if o.Transport == nil {
		a.o.Transport = a.own
	}
	a.proxy = &httputil.ReverseProxy{
		Rewrite:        a.rewrite,
		Transport:      a.o.Transport,
		FlushInterval:  time.Millisecond, // data is passed on immediately; a short answer shares a packet with its header
		BufferPool:     newBuffers(),
		ModifyResponse: answered,
		ErrorHandler:   a.failed,
		ErrorLog:       discardLog(),
	}
	return a
}

// Close closes idle connections.
func (a *App) Close() { a.own.CloseIdleConnections() }

// Name returns the application's name for messages.
func (a *App) Name() string { return a.o.Target.String() }

// ServeHTTP forwards one request that is not recorded.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.ServeNoted(w, r, &httplog.Notes{})
}

// ServeNoted forwards one request and records the result in notes.
func (a *App) ServeNoted(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
	v := newVisit(a, r, notes)
	defer func() { // also if the proxy aborts the answer with a panic
		if v.broken != nil {
			_ = http.NewResponseController(w).Flush() // the client gets the part that arrived, then the connection breaks
		}
		v.conclude()
		v.follows.end(r.Context().Err() != nil)
	}()
	in := r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
	in.Form, in.PostForm = nil, nil // ReverseProxy would copy the parsed forms, which are in the body already
	v.bufferBody(in)
	if upgrades(r) {
		w = &handover{ResponseWriter: w, visit: v}
	}
	a.proxy.ServeHTTP(w, in)
}
