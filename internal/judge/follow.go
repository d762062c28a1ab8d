package judge

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Redirects remembers redirects, to recognize the requests that they lead to: one that became a GET no longer names its
// call. The zero value is empty. It is safe for concurrent use.
type Redirects struct {
	mu  sync.Mutex
	all map[string]Followed
}

// Followed is a request whose answer redirected to another one.
type Followed struct {
	Purpose Purpose
	Params  url.Values // with CallSid, From and To
	At      time.Time
}

const (
	// maxRedirectDelay is how long after a redirect its request may come: Twilio follows immediately and waits 15 s in total.
	maxRedirectDelay = 15 * time.Second
	// maxFollowed limits the remembered redirects. At the limit, all of them are dropped.
	maxFollowed = 1000
)

// Take returns the redirect that led to a request, at most once. It returns false for a request that names its call
// itself.
func (f *Redirects) Take(method, uri string, params url.Values, now time.Time) (Followed, bool) {
	if params.Has("CallSid") || params.Has("MessageSid") || params.Has("SmsSid") {
		return Followed{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	from, ok := f.all[method+" "+uri]
	delete(f.all, method+" "+uri)
	return from, ok && now.Sub(from.At) < maxRedirectDelay
}

// Note remembers an answer that redirects, by the request that follows it.
func (f *Redirects) Note(method string, at *url.URL, status int, answered http.Header, from Followed) {
	if status/100 != 3 || from.Purpose == Other || from.Purpose == Audio {
		return
	}
	to, ok := client.RedirectOf(at, method, true, status, answered)
	if !ok {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil || len(f.all) >= maxFollowed {
		f.all = map[string]Followed{}
	}
	f.all[to.Method+" "+to.URL.RequestURI()] = from
}
