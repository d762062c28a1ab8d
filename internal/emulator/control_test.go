package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// control sends a control request; a body that begins with { is JSON.
func (x *running) control(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:4010/_twvoice"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	x.Handler.ServeHTTP(w, r)
	return w
}

// tells sends a control request, checks that it succeeds, and decodes the answer.
func (x *running) tells(t testing.TB, method, path, body string, answer any) {
	t.Helper()
	w := x.control(method, path, body)
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s %s: %d %s", method, path, body, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), answer); err != nil {
		t.Fatal(err)
	}
}

// heard returns what a caller heard, pressed and said.
func heard(c transcript.Call) string {
	var all []string
	for _, item := range c.Transcript {
		switch item.Kind {
		case transcript.Say, transcript.Press, transcript.Speak:
			all = append(all, string(item.Kind)+" "+item.Text)
		}
	}
	return strings.Join(all, ", ")
}

func TestCallerCallsANumber(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{
		"/voice": `<Gather input="dtmf speech" numDigits="1" action="/key"><Say>Press a key</Say></Gather>`,
		"/key":   `<Gather input="speech" action="/said"><Say>Say something</Say></Gather>`, "/said": `<Say>Goodbye</Say>`,
	})
	if none := x.control(http.MethodGet, "/deliveries", ""); strings.TrimSpace(none.Body.String()) != "[]" {
		t.Errorf("deliveries before anything was delivered: %s", none.Body)
	}
	x.number(t, url.Values{"VoiceUrl": {"http://app.test/voice"}})
	for name, body := range map[string]string{
		"a form": "to=%2B14155550111&press=1&say=Hello", "a form of curl -d": "to=+14155550111&from=+14155550100&press=1&say=Hello", "JSON": `{"to": "+1 415 555 0111", "press": ["1"], "say": "Hello"}`,
	} {
		var begun struct {
			Sid string `json:"call_sid"`
		}
		x.tells(t, http.MethodPost, "/calls", body, &begun)
		var c transcript.Call
		x.tells(t, http.MethodGet, "/calls/"+begun.Sid+"?until=over", "", &c)
		const want = "say Press a key, press 1, say Say something, speak Hello, say Goodbye"
		if got := heard(c); got != want || c.Status != "completed" || len(c.Requests) != 3 {
			t.Errorf("by %s: %s\n%+v", name, got, c)
		}
	}
	if silence := x.control(http.MethodGet, "/alerts", ""); strings.TrimSpace(silence.Body.String()) != "[]" {
		t.Errorf("alerts %s", silence.Body)
	}
	var all []transcript.Brief
	if x.tells(t, http.MethodGet, "/calls", "", &all); len(all) != 3 {
		t.Errorf("calls %+v", all)
	}
	var told []struct{ Method, URL, Purpose string }
	if x.tells(t, http.MethodGet, "/deliveries", "", &told); len(told) != 9 || told[0].Purpose != "voice" || told[1].URL != "http://app.test/key" {
		t.Errorf("deliveries %+v", told)
	}
}

// A manual phone is answered by a request, and its user speaks and hangs up.
func TestManualPhoneIsAnswered(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Gather input="dtmf speech" timeout="120" numDigits="2" action="/done"/>`, "/done": `<Pause length="120"/>`},
		emulator.WithCalls(live.Pace{}), emulator.WithPhone("+14155550121", live.Phone{Manual: true}))
	sid := x.calls(t, url.Values{"To": {"+14155550121"}, "Url": {"http://app.test/voice"}})
	asked := make(chan url.Values, 2)
	for _, path := range []string{"/voice", "/done"} {
		x.does[path] = func(form url.Values) { asked <- form }
	}
	var c transcript.Call
	x.tells(t, http.MethodPost, "/calls/"+sid+"/answer", "", &c)
	<-asked
	for x.call(t, sid).Status != "in-progress" || !x.listens(t, sid) { // until the document has come
	}
	if w := x.control(http.MethodPost, "/calls/"+sid+"/answer", ""); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "already") {
		t.Errorf("answered once more: %d %s", w.Code, w.Body)
	}
	x.tells(t, http.MethodPost, "/calls/"+sid+"/press", "digits=12", &c)
	if form := <-asked; form.Get("Digits") != "12" {
		t.Errorf("the application is told of %v", form)
	}
	x.tells(t, http.MethodPost, "/calls/"+sid+"/say", `{"text": "Hello?"}`, &c)
	x.tells(t, http.MethodPost, "/calls/"+sid+"/hangup", "", &c)
	x.over(t, sid)
	if got := x.call(t, sid); got.Status != "completed" {
		t.Errorf("the call is %s", got.Status)
	}
	busy := x.calls(t, url.Values{"To": {"+14155550121"}, "Url": {"http://app.test/voice"}})
	x.tells(t, http.MethodPost, "/calls/"+busy+"/refuse", "status=busy", &c)
	x.over(t, busy)
	if got := x.call(t, busy); got.Status != "busy" {
		t.Errorf("the call is %s", got.Status)
	}
}

// listens reports whether the application's first document has arrived.
func (x *running) listens(t testing.TB, sid string) bool {
	var c transcript.Call
	x.tells(t, http.MethodGet, "/calls/"+sid, "", &c)
	return len(c.Requests) > 0
}

func TestControlRoutesRefuseInvalidRequests(t *testing.T) {
	t.Parallel()
	x := newRunning(t, nil)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"a call to nobody's number", "POST", "/calls", "to=%2B14155550112", 404, "twvoice numbers list --local"},
		{"a call to a number without a URL", "POST", "/calls", "to=%2B14155550111", 409, "twvoice webhook set"},
		{"keys that are none", "POST", "/calls", "to=%2B14155550111&press=x", 400, "is not a key"},
		{"a time that is none", "POST", "/calls", "to=%2B14155550111&hang_up_after=soon", 400, "30s"},
		{"a call that is not", "GET", "/calls/CA0", "", 404, "lists them"},
		{"a key in a call that is not", "POST", "/calls/CA0/press", "digits=1", 409, "no call CA0"},
		{"no key", "POST", "/calls/CA0/press", "", 400, "0-9"},
		{"no words", "POST", "/calls/CA0/say", "", 400, "text"},
		{"a refusal that is none", "POST", "/calls/CA0/refuse", "status=shy", 400, "busy"},
		{"what is no JSON", "POST", "/calls", "{", 400, "JSON"},
		{"a call to nobody in particular", "POST", "/calls", "press=1", 400, "to is missing"},
		{"a name that is mistyped", "POST", "/calls", "to=%2B14155550111&prss=1", 400, "use to, from, press"},
		{"more than anybody says", "POST", "/calls", "to=" + strings.Repeat("1", 1<<20), 413, "larger than 1048576 bytes"},
		{"what is not here", "GET", "/nothing", "", 404, "supported: GET calls"},
		{"what is not done here", "PUT", "/calls", "", 404, "PUT /_twvoice/calls"},
	} {
		if w := x.control(tt.method, tt.path, tt.body); w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
	}
	if w := x.control("POST", "/calls", "to=%2B14155550111", "Origin", "http://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("a web page of another origin: %d", w.Code)
	}
	if w := x.control("GET", "/", ""); !strings.Contains(w.Body.String(), x.account.Sid) {
		t.Errorf("about: %s", w.Body)
	}
}
