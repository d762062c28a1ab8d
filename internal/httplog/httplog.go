// Package httplog records HTTP requests with their answers and what handlers found out about them, to show and store
// them.
package httplog

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/webhook"
	webjudge "github.com/twvoice/twvoice/pkg/webhook/judge"
)

// Record is one request and its answer. Receivers may keep it.
type Record struct {
	At   time.Time
	Took time.Duration

	Method string
	URL    *url.URL // as received by the server: path and query
	Host   string
	Header http.Header
	Body   []byte     // of the request, at most [KeptBody] bytes
	Cut    bool       // the body was longer
	Form   url.Values // the parameters, of a form body or of the query; otherwise nil

	Status    int // 0 if the handler panicked before it answered
	Answer    []byte
	AnswerCut bool // the answer was longer than [KeptBody]
	Answered  http.Header

	Notes Notes
	// Followed is the request whose answer redirected here, or the zero value. This request belongs to its call.
	Followed judge.Followed
	// Outcome is the result of the request.
	Outcome judge.Outcome
}

// Notes are what the handlers of a request record about it.
type Notes struct {
	Verdict  webhook.Verdict // of the signature
	Verified bool            // the signature was checked
	Source   string          // what answered: a file, or the address of an application
	Refusal  string          // why the request was rejected before its signature was checked
	Sound    bool            // it is for audio
	App      App             // of an application that the request was forwarded to
}

// App is what is known about an application in addition to its answer. The zero value means none.
type App struct {
	Asked   bool
	Host    string            // the host that it was called by
	Chunked bool              // the length of its answer was not announced
	Failure *webjudge.Problem // why it did not answer completely and in time
	Advice  string            // what to do about a rejection whose cause the answer does not show
	Resign  bool              // --resign would call it by its own host
}

// KeptBody is how much of each body is recorded, in bytes. The rest is passed on unrecorded.
const KeptBody = 64 << 10

// CallSid returns the call that the request belongs to, or "".
func (e Record) CallSid() string { return e.Param("CallSid") }

// Param returns a parameter of the request, or of the one that it follows.
func (e Record) Param(name string) string {
	return cmp.Or(e.Form.Get(name), e.Followed.Params.Get(name))
}

// Recorder is a handler that records the requests to Next. Set the fields before the first request.
type Recorder struct {
	Next Handler
	// Sink gets each record after its answer was sent, on the request's goroutine; it must not block. For a WebSocket
	// that is when the connection is handed over: the handler must have written its notes by then.
	Sink func(Record)
	Now  func() time.Time // nil: time.Now
	// the number has a fallback URL
	Fallback bool

	redirects judge.Redirects
}

// Handler answers a request and records what it found out about it.
type Handler interface {
	ServeNoted(w http.ResponseWriter, r *http.Request, notes *Notes)
}

// HandlerFunc is a Handler in one function.
type HandlerFunc func(w http.ResponseWriter, r *http.Request, notes *Notes)

// ServeNoted calls f.
func (f HandlerFunc) ServeNoted(w http.ResponseWriter, r *http.Request, notes *Notes) { f(w, r, notes) }

// Plain returns a Handler that records nothing.
func Plain(h http.Handler) Handler {
	return HandlerFunc(func(w http.ResponseWriter, r *http.Request, _ *Notes) { h.ServeHTTP(w, r) })
}

// ServeHTTP records one request. It repeats a handler's panic after recording.
func (rec *Recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := rec.Now
	if now == nil {
		now = time.Now
	}
	began := now()
	notes := &Notes{}
	body, cut := keepBody(r)
	e := Record{
		At: began, Method: r.Method, URL: r.URL, Host: r.Host, Header: r.Header.Clone(), Body: body, Cut: cut,
		Form: form(r, body),
	}
	if from, ok := rec.redirects.Take(r.Method, r.URL.RequestURI(), e.Form, began); ok {
		e.Followed = from
	}
	tee := &responseCopy{ResponseWriter: w}
	recorded := false
	tee.record = func() {
		if recorded {
			return
		}
		recorded = true
		e.Took = now().Sub(began)
		kept := tee.kept.Bytes()
		e.Status, e.Answer, e.AnswerCut, e.Answered = tee.status, kept[:min(len(kept), KeptBody)], len(kept) > KeptBody, tee.header
		e.Notes = *notes
		rec.judge(&e, kept)
		rec.Sink(e)
	}
	defer tee.record()
	rec.Next.ServeNoted(tee, r, notes)
	if tee.status == 0 {
		tee.WriteHeader(http.StatusOK)
	}
	// A short answer is sent when this returns, after it was evaluated and passed on. The next request of its call
	// therefore reaches Sink later, when it is known whether its input is private.
}

// keepBody reads the beginning of the body, and puts it back before the rest. It reads one byte more than it records, to
// know whether there is a rest.
func keepBody(r *http.Request) (kept []byte, cut bool) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, false
	}
	kept, err := io.ReadAll(io.LimitReader(r.Body, KeptBody+1))
	rest := r.Body
	var again io.Reader = io.MultiReader(bytes.NewReader(kept), rest)
	if err != nil {
		again = io.MultiReader(bytes.NewReader(kept), failing{err})
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{again, rest}
	return kept[:min(len(kept), KeptBody)], len(kept) > KeptBody
}

// failing is a reader that returns an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func form(r *http.Request, body []byte) url.Values {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.Query()
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return values
}

// responseCopy copies the beginning of the answer.
type responseCopy struct {
	http.ResponseWriter
	status int
	header http.Header
	kept   bytes.Buffer
	record func()
}

func (t *responseCopy) WriteHeader(status int) {
	if t.status == 0 && status >= 200 {
		t.status, t.header = status, t.Header().Clone()
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *responseCopy) Write(data []byte) (int, error) {
	if t.status == 0 {
		t.WriteHeader(http.StatusOK)
	}
	room := KeptBody + 1 - t.kept.Len() // one byte more, to know whether there is more
	t.kept.Write(data[:min(room, len(data))])
	return t.ResponseWriter.Write(data)
}

// Hijack passes the connection to a handler that upgrades it. What is sent then is no longer an answer.
func (t *responseCopy) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err == nil && t.status == 0 {
		t.status, t.header = http.StatusSwitchingProtocols, t.Header().Clone()
		t.record()
	}
	return conn, buffered, err
}

// Unwrap returns the real writer for http.ResponseController, for flushing and upgrades.
func (t *responseCopy) Unwrap() http.ResponseWriter { return t.ResponseWriter }
