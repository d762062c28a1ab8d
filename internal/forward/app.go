// Package forward hands webhooks on to an application on this machine, byte for byte in both directions, and says what
// Twilio makes of its answers.
//
// It refuses to decide who may come in, which is for those before it, and to change an answer: an application that fails
// is told of, and its failure goes to Twilio as it is.
package forward

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Options say where the application is, and how it is reached by others.
type Options struct {
	Target   *url.URL                 // see [Target]
	Public   func() string            // scheme and host that Twilio was given, as they are now
	Token    string                   // signs each request anew, for the URL that the application sees; "" passes Twilio's signature on
	Insecure bool                     // takes any certificate
	Audio    func(*http.Request) bool // whether a request is for a sound and not for a document; nil is never
	Now      func() time.Time

	Transport http.RoundTripper // nil for one of its own
}

// App is the application as a handler. Make one with [New], and close it. It is safe for concurrent use.
type App struct {
	o     Options
	proxy *httputil.ReverseProxy
	own   *client.Transport // to see who listens, and to close
}

// New is an application that nobody has called yet.
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
		FlushInterval:  time.Millisecond, // whatever comes goes on at once; a short answer in one packet with its header
		BufferPool:     newBuffers(),
		ModifyResponse: answered,
		ErrorHandler:   a.failed,
		ErrorLog:       quiet(),
	}
	return a
}

// Close lets go of connections that nobody uses.
func (a *App) Close() { a.own.CloseIdleConnections() }

// Name is what the application is called in a message.
func (a *App) Name() string { return a.o.Target.String() }

// ServeHTTP forwards one request that is not recorded.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.ServeNoted(w, r, &httplog.Notes{})
}

// ServeNoted hands one request on, and notes what became of it.
func (a *App) ServeNoted(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
	v := newVisit(a, r, notes)
	defer func() { // also when the proxy breaks off: that is a panic
		if v.broken != nil {
			_ = http.NewResponseController(w).Flush() // what did come goes on, and breaks off there
		}
		v.conclude()
	}()
	in := r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
	in.Form, in.PostForm = nil, nil // a proxy copies what it is given, and these are in the body
	v.take(in)
	a.proxy.ServeHTTP(w, in)
}
