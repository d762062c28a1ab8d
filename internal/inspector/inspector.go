// Package inspector is the page on which a developer watches calls: each as a ladder of requests, of what the caller heard and
// did, and of what went wrong; with a phone to call from, and a way to ask a request again.
//
// It has a listener of its own on this machine and refuses whoever does not come from its own page: other hosts, other origins,
// anybody without the token. It writes nothing down, it shows what others sent as text and never as markup, and a page that
// reads too slowly is dropped rather than waited for.
package inspector

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Options are what the page shows, and what it can do.
type Options struct {
	Token string // that the page's URL holds; without it nothing is told and nothing done
	About func() About
	// Call is a call to the number, as it is made from outside, without the caller's part in it.
	Call func() voicesim.Options
	// Replayer asks a request again.
	Replayer func() *capture.Replayer
	// Ended is told how a call from the page ended; nil is nobody.
	Ended     func(sid, status string)
	Transport http.RoundTripper // to the audio of a Play; nil: http.DefaultTransport
	Now       func() time.Time  // nil: time.Now
}

// About is what stands at the top of the page.
type About struct {
	Webhook string   `json:"webhook"` // where calls come to
	Served  string   `json:"served"`  // what answers
	Numbers []string `json:"numbers"`
	From    string   `json:"from"` // who calls from the page, unless another number is typed
	To      string   `json:"to"`
	Local   bool     `json:"local"`
}

// Inspector is the page and what stands behind it. Make one with [New], and close it; it is safe for concurrent use.
type Inspector struct {
	o      Options
	routes *http.ServeMux
	board  callList

	mu      sync.Mutex
	closed  bool
	next    int
	ends    map[int]context.CancelFunc // of the requests and calls that are under way
	phones  map[string]*phone          // of the calls that are under way, by their CallSid
	running sync.WaitGroup             // those calls
}

// New is a page that has seen nothing yet.
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
	in.routes.HandleFunc("POST /api/phone/{sid}", in.use)
	return in
}

// ServeHTTP answers the page's browser, and nobody else.
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

// Seen takes a request that was answered, with nothing secret in it. It never blocks.
func (in *Inspector) Seen(r capture.Request) {
	if r.Purpose == judge.Audio && r.Headers.Get("User-Agent") == userAgent {
		return // the page itself has asked
	}
	in.board.addRequest(&r)
}

// Close hangs up the calls of the page, ends its streams and whatever else it waits for. When it returns, nothing of them goes on
// but handlers that are about to return.
func (in *Inspector) Close() {
	in.mu.Lock()
	in.closed = true
	for _, end := range in.ends {
		end()
	}
	in.mu.Unlock()
	in.running.Wait()
}

// begin is the context of something that Close ends; ok is false after it.
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
