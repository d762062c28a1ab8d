// Package inspector serves the page on which a developer watches calls: each as a list of requests, of what the caller
// heard and did, and of errors. The page can place calls and replay requests.
//
// It has its own listener on this machine and rejects other hosts, other origins, and requests without the token. It
// stores nothing on disk. It shows received data as text and never as markup. It disconnects a page that reads too
// slowly.
package inspector

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Options configure an [Inspector].
type Options struct {
	Token string // the token in the page's URL; data and actions require it
	About func() About
	// Call returns the options for a call to the number, without the caller's part.
	Call func() voicesim.Options
	// Replayer returns a replayer for one replay.
	Replayer func() *capture.Replayer
	// Ended is called when a call from the page has ended; may be nil.
	Ended     func(sid, status string)
	Transport http.RoundTripper // for the audio of a Play; nil: http.DefaultTransport
	Now       func() time.Time  // nil: time.Now
}

// About is the data in the header of the page.
type About struct {
	Webhook string   `json:"webhook"` // the URL that calls request
	Served  string   `json:"served"`  // the file or application that answers
	Numbers []string `json:"numbers"`
	From    string   `json:"from"` // the default caller of calls from the page
	To      string   `json:"to"`
	Local   bool     `json:"local"`
}

// Inspector is the HTTP handler of the page. Make one with [New], and close it. It is safe for concurrent use.
type Inspector struct {
	o      Options
	routes *http.ServeMux
	board  callList

	mu      sync.Mutex
	closed  bool
	next    int
	ends    map[int]context.CancelFunc // of running requests and calls
	phones  map[string]*phone          // of running calls, by CallSid
	running sync.WaitGroup             // counts those calls
}

// New returns an inspector without calls.
func New(o Options) *Inspector {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	in := &Inspector{o: o, routes: http.NewServeMux(), ends: map[int]context.CancelFunc{}, phones: map[string]*phone{}}
	in.routes.HandleFunc("GET /", page)
	in.routes.HandleFunc("GET /api/events", in.events)
	in.routes.HandleFunc("GET /api/requests/{n}", in.request)
	in.routes.HandleFunc("POST /api/requests/{n}/replay", in.replayRequest)
	in.routes.HandleFunc("POST /api/calls/{sid}/replay", in.replayCall)
	in.routes.HandleFunc("GET /api/audio/{n}", in.audio)
	in.routes.HandleFunc("POST /api/phone", in.dial)
	in.routes.HandleFunc("POST /api/phone/{sid}", in.phoneInput)
	return in
}

// ServeHTTP answers requests of the page and rejects all others.
func (in *Inspector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if why := in.refuse(r); why != "" {
		http.Error(w, "403: "+why, http.StatusForbidden)
		return
	}
	ctx, end, ok := in.begin(r.Context())
	if !ok {
		http.Error(w, "this serve has ended", http.StatusServiceUnavailable)
		return
	}
	defer end()
	in.routes.ServeHTTP(w, r.WithContext(ctx))
}

// Seen adds a request that was answered. It must not contain secrets. Seen never blocks.
func (in *Inspector) Seen(r capture.Request) {
	if r.Purpose == judge.Audio && r.Headers.Get("User-Agent") == userAgent {
		return // a replay from the page
	}
	if r.Status == http.StatusSwitchingProtocols {
		return // what happens on the WebSocket is shown in its call
	}
	in.board.addRequest(&r)
}

// SeenSocket adds what happened on a WebSocket of a call. It must not contain secrets. SeenSocket never blocks.
func (in *Inspector) SeenSocket(e socketlog.Event) { in.board.addSocket(e) }

// Close hangs up the page's calls, ends its streams and waits for them. After that, only handlers that are about to
// return still run.
func (in *Inspector) Close() {
	in.mu.Lock()
	in.closed = true
	for _, end := range in.ends {
		end()
	}
	in.mu.Unlock()
	in.running.Wait()
}

// begin returns a context that Close cancels. It returns false after Close.
func (in *Inspector) begin(ctx context.Context) (context.Context, context.CancelFunc, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return ctx, nil, false
	}
	ctx, cancel := context.WithCancel(ctx)
	in.next++
	id := in.next
	in.ends[id] = cancel
	return ctx, func() {
		cancel()
		in.mu.Lock()
		delete(in.ends, id)
		in.mu.Unlock()
	}, true
}
