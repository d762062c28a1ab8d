package inspector_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

const (
	pageToken = "0123456789abcdef0123456789abcdef"
	authToken = "the auth token of the account"
)

// world is a serve as the page sees it: an application that answers only Twilio's requests, and the stored requests.
type world struct {
	t    *testing.T
	in   *inspector.Inspector
	page string // the URL of the page, without its token
	app  string // of the application
}

// newWorld serves answers by their paths.
func newWorld(t *testing.T, app http.Handler) *world {
	t.Helper()
	w := &world{t: t}
	guard := &devserver.Guard{Next: httplog.Plain(app), Token: authToken, Public: func() string { return w.app }, Exempt: devserver.ForAudio}
	recorder := &httplog.Recorder{Next: guard}
	server := httptest.NewServer(recorder)
	t.Cleanup(server.Close)
	w.app = server.URL
	w.in = inspector.New(inspector.Options{
		Token: pageToken,
		About: func() inspector.About {
			return inspector.About{Webhook: w.app + "/voice", Served: "menu", Numbers: []string{"+14155550111"}, From: "+14155550100", To: "+14155550111", Local: true}
		},
		Call: func() voicesim.Options {
			return voicesim.Options{Call: event.Call{URL: w.app + "/voice"}, Token: authToken}
		},
		Replayer: func() *capture.Replayer { return &capture.Replayer{To: w.app, Token: authToken} },
	})
	keeper := capture.Start(capture.Options{Dir: t.TempDir(), Session: capture.Session{ID: "s1", PublicURL: w.app}, Secrets: []string{authToken}, Seen: w.in.Seen})
	t.Cleanup(func() { _ = keeper.Close(context.WithoutCancel(t.Context())) })
	recorder.Sink = keeper.Keep
	page := httptest.NewServer(w.in)
	t.Cleanup(page.Close)
	t.Cleanup(w.in.Close)
	w.page = page.URL
	return w
}

// documents answers with TwiML, by path.
func documents(all map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := all[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".mp3") {
			w.Header().Set("Content-Type", "audio/mpeg")
		} else {
			w.Header().Set("Content-Type", "text/xml")
		}
		_, _ = io.WriteString(w, strings.ReplaceAll(text, "{{Digits}}", r.FormValue("Digits")))
	})
}

// menu is an application that waits for a key without a limit.
func menu() http.Handler {
	return documents(map[string]string{
		"/voice":  `<Response><Gather numDigits="1" timeout="600" action="/chosen"><Say>Press 1 or 2.</Say></Gather></Response>`,
		"/chosen": `<Response><Say wait="1">You pressed {{Digits}}.</Say><Gather timeout="600"/></Response>`,
	})
}

// ask asks as the page does, and decodes the answer.
func (w *world) ask(method, path string, body, into any) (status int) {
	w.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.page+path, bytes.NewReader(data))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("X-Twvoice-Token", pageToken)
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			w.t.Fatalf("%s %s: %d %s: %v", method, path, answer.StatusCode, text, err)
		}
	}
	return answer.StatusCode
}

// must is ask for what has to be done.
func (w *world) must(method, path string, body, into any) {
	w.t.Helper()
	var text json.RawMessage
	if status := w.ask(method, path, body, &text); status != http.StatusOK {
		w.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			w.t.Fatal(err)
		}
	}
}

// dial calls from the page.
func (w *world) dial() (sid string) {
	w.t.Helper()
	var begun struct {
		Sid string `json:"call_sid"`
	}
	w.must("POST", "/api/phone", map[string]string{}, &begun)
	return begun.Sid
}

// stream holds the events that a page receives.
type stream struct {
	t     *testing.T
	body  io.Closer
	lines *bufio.Scanner
	about inspector.About
	calls map[string]inspector.Call
	rungs []inspector.Step
}

func (w *world) listen() *stream {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.page+"/api/events?token="+pageToken, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || got != "text/event-stream" {
		w.t.Fatalf("%s %s", answer.Status, got)
	}
	s := &stream{t: w.t, body: answer.Body, lines: bufio.NewScanner(answer.Body), calls: map[string]inspector.Call{}}
	s.lines.Buffer(nil, 64<<20)
	if !s.next() {
		w.t.Fatalf("the stream has no snapshot: %v", s.lines.Err())
	}
	return s
}

// next reads one event of the stream; it is false at its end.
func (s *stream) next() bool {
	name := ""
	for s.lines.Scan() {
		line := s.lines.Text()
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			s.take(name, []byte(data))
		}
		if after, ok := strings.CutPrefix(line, "event: "); ok {
			name = after
		}
		if line == "" {
			return true
		}
	}
	return false
}

func (s *stream) take(name string, data []byte) {
	s.t.Helper()
	type event struct {
		Call *inspector.Call
		Rung *inspector.Step
		Gone string
	}
	var events []event
	var all struct {
		About inspector.About
		Calls []inspector.Call
		Rungs []inspector.Step
	}
	into := any(&events)
	if name == "snapshot" {
		into = &all
	}
	if err := json.Unmarshal(data, into); err != nil {
		s.t.Fatalf("%s: %v", data, err)
	}
	s.about = all.About
	for _, c := range all.Calls {
		s.calls[c.Sid] = c
	}
	s.rungs = append(s.rungs, all.Rungs...)
	for _, e := range events {
		switch {
		case e.Call != nil:
			s.calls[e.Call.Sid] = *e.Call
		case e.Gone != "":
			delete(s.calls, e.Gone)
		default:
			s.put(*e.Rung)
		}
	}
}

func (s *stream) put(rung inspector.Step) {
	for i := range s.rungs {
		if s.rungs[i].N == rung.N {
			s.rungs[i] = rung
			return
		}
	}
	s.rungs = append(s.rungs, rung)
}

// until reads until a rung is there, and returns it.
func (s *stream) until(what string, there func(inspector.Step) bool) inspector.Step {
	s.t.Helper()
	for {
		for _, rung := range s.rungs {
			if there(rung) {
				return rung
			}
		}
		if !s.next() {
			s.t.Fatalf("%s never came; the stream is over: %v", what, s.lines.Err())
		}
	}
}

// messageStep is a rung with an item of this text.
func messageStep(text string) func(inspector.Step) bool {
	return func(r inspector.Step) bool { return r.Item != nil && strings.Contains(r.Item.Text, text) }
}

// seenAt is a rung with a request for this path, of which there is more to show.
func seenAt(path string) func(inspector.Step) bool {
	return func(r inspector.Step) bool {
		return r.Request != nil && r.Request.Seen && strings.HasSuffix(r.Request.URL, path)
	}
}

// over reads until a call has ended.
func (s *stream) over(sid string) inspector.Call {
	s.t.Helper()
	for {
		if c, ok := s.calls[sid]; ok && !c.Live {
			return c
		}
		if !s.next() {
			s.t.Fatalf("call %s never ended; the stream is over: %v", sid, s.lines.Err())
		}
	}
}
