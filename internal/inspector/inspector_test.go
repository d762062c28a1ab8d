package inspector_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/internal/judge"
)

// ladder is a call in words, a rung each.
func ladder(rungs []inspector.Step, sid string) []string {
	var all []string
	for _, r := range rungs {
		switch {
		case r.Call != sid:
		case r.Request != nil:
			u, err := url.Parse(r.Request.URL)
			if err != nil {
				u = &url.URL{Path: err.Error()}
			}
			all = append(all, fmt.Sprintf("%s %s %d %s signed=%t", r.Request.Method, u.Path, r.Request.Status, r.Request.Purpose, r.Request.Signed))
		case r.Alert != nil:
			all = append(all, fmt.Sprintf("%s %s", r.Alert.Level, r.Alert.Code))
		default:
			all = append(all, fmt.Sprintf("%s %s", r.Item.Kind, r.Item.Text))
		}
	}
	return all
}

func TestPageMakesACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	s := w.listen()
	sid := w.dial()
	s.until("the prompt", messageStep("Press 1 or 2."))
	w.must("POST", "/api/phone/"+sid, map[string]any{"press": "2"}, nil)
	s.until("the answer", messageStep("You pressed 2."))
	s.until("the request for it", seenAt("/chosen"))
	w.must("POST", "/api/phone/"+sid, map[string]any{"hang_up": true}, nil)
	call := s.over(sid)

	if call.Status != "completed" || !call.Phone || call.Requests != 2 || call.From != "+14155550100" || call.To != "+14155550111" {
		t.Errorf("the call is %+v", call)
	}
	s.until("the first request", seenAt("/voice"))
	want := []string{
		"POST /voice 200 voice signed=true", "answer answered", "say Press 1 or 2.", "press 2",
		"POST /chosen 200 action signed=true", "warning 12200", "say You pressed 2.", "hangup the caller hangs up",
	}
	if diff := cmp.Diff(want, ladder(s.rungs, sid)); diff != "" {
		t.Errorf("ladder (-want +got):\n%s", diff)
	}
	if status := w.ask("POST", "/api/phone/"+sid, map[string]any{"press": "1"}, nil); status != http.StatusGone {
		t.Errorf("a key of a call that is over: %d, want 410", status)
	}
}

func TestPageShowsOtherCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	s := w.listen()
	w.in.Seen(capture.Request{
		Head: capture.Head{ID: "r7", CallSid: "CA1", From: "+1", To: "+2", Method: "POST", URL: "https://phone.example/chosen", Status: 200, Purpose: judge.Voice, CallStatus: "in-progress", Problems: 1},
		Rest: capture.Rest{
			Params: map[string][]string{"Digits": {"1"}}, Answer: "<Response><Say>One.</Say></Response>", Hears: `"One."`,
			Alerts: []capture.Alert{{Code: "12200", Level: "error", Message: "wrong", Line: 1}},
		},
	})
	s.until("its alert", func(r inspector.Step) bool { return r.Alert != nil })
	want := []string{"press 1", "POST /chosen 200 voice signed=false", `hears "One."`, "error 12200"}
	if diff := cmp.Diff(want, ladder(s.rungs, "CA1")); diff != "" {
		t.Errorf("ladder (-want +got):\n%s", diff)
	}
	for s.calls["CA1"].Problems == 0 && s.next() {
	}
	if c := s.calls["CA1"]; c.Status != "in-progress" || c.Problems != 1 || c.Kind != inspector.Voice {
		t.Errorf("the call is %+v", c)
	}
}

func TestInvalidCallsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	s := w.listen()
	w.in.Seen(capture.Request{
		Head: capture.Head{From: "+1", To: "+2", Method: "POST", URL: "https://phone.example/sms", Status: 200, Purpose: judge.Message},
		Rest: capture.Rest{Params: map[string][]string{"MessageSid": {"SM1"}, "Body": {"Hello?"}}, Answer: "<Response><Message>Hello!</Message></Response>", Hears: "Message Hello!"},
	})
	w.in.Seen(capture.Request{Head: capture.Head{Method: "GET", URL: "https://phone.example/favicon.ico", Status: 403, Purpose: judge.Other}})
	w.in.Seen(capture.Request{
		Head: capture.Head{Method: "GET", URL: "https://phone.example/hello.mp3", Status: 200, Purpose: judge.Audio},
		Rest: capture.Rest{Headers: http.Header{"User-Agent": {"twvoice-inspector"}}},
	})
	w.in.Seen(capture.Request{Head: capture.Head{Method: "GET", URL: "https://phone.example/last", Status: 403, Purpose: judge.Other}})
	s.until("the last of them", seenAt("/last"))
	want := []string{"sms Hello?", "POST /sms 200 message signed=false", `hears Message Hello!`}
	if diff := cmp.Diff(want, ladder(s.rungs, "SM1")); diff != "" {
		t.Errorf("the message (-want +got):\n%s", diff)
	}
	want = []string{"GET /favicon.ico 403 other signed=false", "GET /last 403 other signed=false"} // and not the sound that the page asked for
	if diff := cmp.Diff(want, ladder(s.rungs, "other")); diff != "" {
		t.Errorf("what is neither (-want +got):\n%s", diff)
	}
	if c := s.calls["SM1"]; c.Kind != inspector.Message || c.From != "+1" || c.To != "+2" {
		t.Errorf("the message is %+v", c)
	}
}

func TestRequestIsShownAndReplayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	s := w.listen()
	sid := w.dial()
	s.until("the prompt", messageStep("Press 1 or 2."))
	w.must("POST", "/api/phone/"+sid, map[string]any{"press": "2"}, nil)
	n := s.until("the request for it", seenAt("/chosen")).N

	var shown struct {
		Request capture.Request
		Text    string
		Marks   []struct {
			Line, Column  int
			Code, Message string
		}
	}
	w.must("GET", fmt.Sprintf("/api/requests/%d", n), nil, &shown)
	if shown.Request.Params.Get("Digits") != "2" || !strings.HasPrefix(shown.Request.ID, "r") {
		t.Errorf("the request is %+v", shown.Request)
	}
	if !strings.Contains(shown.Text, "\n  <Say wait=\"1\">You pressed 2.</Say>\n") {
		t.Errorf("it is not laid out:\n%s", shown.Text)
	}
	if len(shown.Marks) == 0 || shown.Marks[0].Code != "12200" || !strings.Contains(strings.Split(shown.Text, "\n")[shown.Marks[0].Line-1], "wait=") {
		t.Errorf("marks %+v", shown.Marks)
	}

	var done capture.Replayed
	w.must("POST", fmt.Sprintf("/api/requests/%d/replay", n), map[string]any{}, &done)
	if !done.Same || done.Status != 200 {
		t.Errorf("asked again: %+v", done)
	}
	w.must("POST", fmt.Sprintf("/api/requests/%d/replay", n), map[string]any{"params": map[string][]string{"Digits": {"1"}}}, &done)
	if done.Same || !slices.Contains(done.Changes, `+  <Say wait="1">You pressed 1.</Say>`) {
		t.Errorf("asked with another key: %+v", done)
	}
	again := s.until("the replay", func(r inspector.Step) bool { return r.Request != nil && r.Request.ReplayOf == shown.Request.ID })
	if again.Call != sid || !again.Request.Signed {
		t.Errorf("the replay is %+v of call %s", again.Request, again.Call)
	}

	w.must("POST", "/api/phone/"+sid, map[string]any{"hang_up": true}, nil)
	s.over(sid)
	var call struct {
		Requests []capture.Replayed
		Left     int
		Why      string
	}
	w.must("POST", "/api/calls/"+sid+"/replay", nil, &call)
	if len(call.Requests) != 2 || call.Left != 0 || !call.Requests[0].Same || !call.Requests[1].Same {
		t.Errorf("the call asked again: %+v", call)
	}
}

func TestAudioIsPassedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, documents(map[string]string{
		"/voice":     `<Response><Play>hello.mp3</Play><Play>trick.mp3</Play><Gather timeout="600"/></Response>`,
		"/hello.mp3": "a sound",
		"/trick.mp3": "another",
	}))
	s := w.listen()
	w.dial()
	played := s.until("the sound", func(r inspector.Step) bool { return r.Audio })
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s/api/audio/%d?token=%s", w.page, played.N, pageToken), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "audio/mpeg" || answer.ContentLength > 7 {
		t.Errorf("%s %s", answer.Status, answer.Header)
	}
	if status := w.ask("GET", fmt.Sprintf("/api/audio/%d", s.until("the request", seenAt("/voice")).N), nil, nil); status != http.StatusNotFound {
		t.Errorf("the sound of what has none: %d, want 404", status)
	}
}

func TestAccessIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	host := strings.TrimPrefix(w.page, "http://")
	tests := []struct {
		name   string
		method string
		path   string
		host   string
		header []string // name, value, …
		want   int
	}{
		{"nobody who wants the page", "GET", "/", host, nil, 200},
		{"nor its parts", "GET", "/main.js", host, nil, 200},
		{"nobody with the token in a header", "GET", "/api/requests/1", host, []string{"X-Twvoice-Token", pageToken}, 404},
		{"nor in the query of a GET", "GET", "/api/requests/1?token=" + pageToken, host, nil, 404},
		{"nor who calls this machine localhost", "GET", "/", "localhost:4040", nil, 200},
		{"the page's own origin is let in", "POST", "/api/phone/CA1", host, []string{"X-Twvoice-Token", pageToken, "Origin", w.page}, 410},
		{"a foreign name for this machine", "GET", "/", "evil.example", nil, 403},
		{"a foreign name with the port", "GET", "/api/requests/1?token=" + pageToken, "evil.example:4040", nil, 403},
		{"no token", "GET", "/api/events", host, nil, 403},
		{"another token", "GET", "/api/events?token=" + strings.Repeat("0", 32), host, nil, 403},
		{"an empty token", "POST", "/api/phone", host, []string{"X-Twvoice-Token", ""}, 403},
		{"the token of an action in the query, where a link could put it", "POST", "/api/phone?token=" + pageToken, host, nil, 403},
		{"a foreign origin, whatever it knows", "POST", "/api/phone", host, []string{"X-Twvoice-Token", pageToken, "Origin", "https://evil.example"}, 403},
		{"the origin of another port", "POST", "/api/phone", host, []string{"X-Twvoice-Token", pageToken, "Origin", "http://127.0.0.1:1"}, 403},
		{"an origin that is not said", "POST", "/api/phone", host, []string{"X-Twvoice-Token", pageToken, "Origin", "null"}, 403},
		{"what another site has its browser ask", "GET", "/api/requests/1?token=" + pageToken, host, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"what another port has its browser ask", "GET", "/api/requests/1?token=" + pageToken, host, []string{"Sec-Fetch-Site", "same-site"}, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, strings.NewReader("{}"))
			r.Host = tt.host
			for i := 0; i < len(tt.header); i += 2 {
				r.Header.Set(tt.header[i], tt.header[i+1])
			}
			got := httptest.NewRecorder()
			w.in.ServeHTTP(got, r)
			if got.Code != tt.want {
				t.Errorf("got %d %s, want %d", got.Code, got.Body, tt.want)
			}
			policy := got.Header().Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
				if !strings.Contains(policy+";", want) {
					t.Errorf("the policy %q has no %s", policy, want)
				}
			}
			if got.Header().Get("X-Content-Type-Options") != "nosniff" || got.Header().Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("headers %v", got.Header())
			}
		})
	}
}

func TestInvalidPageRequestsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	sid := w.dial()
	tests := []struct {
		name, path string
		body       any
		want       int
	}{
		{"a key that no phone has", "/api/phone/" + sid, map[string]any{"press": "A"}, 400},
		{"a speech that has no end", "/api/phone/" + sid, map[string]any{"say": strings.Repeat("x", 5000)}, 400},
		{"something that nobody knows", "/api/phone/" + sid, map[string]any{"shout": "x"}, 400},
		{"too much", "/api/phone/" + sid, map[string]any{"say": strings.Repeat("x", 2<<20)}, 413},
		{"a number that is none", "/api/phone", map[string]any{"from": strings.Repeat("1", 300)}, 400},
		{"a request that nobody made", "/api/requests/999/replay", map[string]any{}, 404},
		{"a request without a number", "/api/requests/x/replay", map[string]any{}, 404},
		{"a call that nobody made", "/api/calls/CA0/replay", map[string]any{}, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var why struct{ Error string }
			if got := w.ask("POST", tt.path, tt.body, &why); got != tt.want || why.Error == "" {
				t.Errorf("got %d %q, want %d and why", got, why.Error, tt.want)
			}
		})
	}
}

func TestPhonesHaveAnEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	for range 8 {
		w.dial()
	}
	if got := w.ask("POST", "/api/phone", map[string]any{}, nil); got != http.StatusTooManyRequests {
		t.Errorf("the ninth call: %d, want 429", got)
	}
}
