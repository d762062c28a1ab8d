package devserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	token  = "0123456789abcdef0123456789abcdef"
	public = "https://abc.ngrok.app"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}, "Digits": {"1"}}
	tests := []struct {
		name      string
		host      string
		path      string
		signature string
		lenient   bool
		status    int
		reason    string
	}{
		{"signed for the public URL", "abc.ngrok.app", "/voice?a=1", webhook.Sign(token, public+"/voice?a=1", form), false, 200, ""},
		{"the Host header is not believed", "evil.example", "/voice", webhook.Sign(token, "https://evil.example/voice", form), false, 403, "host"},
		{"signed for another path", "abc.ngrok.app", "/voice", webhook.Sign(token, public+"/voice/", form), false, 403, "path"},
		{"signed with http", "abc.ngrok.app", "/voice", webhook.Sign(token, "http://abc.ngrok.app/voice", form), false, 403, "scheme"},
		{"not signed at all", "abc.ngrok.app", "/voice", "", false, 403, "header"},
		{"not signed, and let through with the verdict noted", "abc.ngrok.app", "/voice", "", true, 200, "header"},
		{"the loopback listener has a URL of its own", "127.0.0.1:4000", "/voice", webhook.Sign(token, "http://127.0.0.1:4000/voice", form), false, 200, ""},
		{"another account's token", "abc.ngrok.app", "/voice", webhook.Sign("another", public+"/voice", form), false, 403, "another account"},
		{"audio needs no signature", "abc.ngrok.app", "/hello.mp3", "", false, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var seen httplog.Record
			guard := &devserver.Guard{
				Next: httplog.Plain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.FormValue("Digits") != "1" && r.Method == http.MethodPost {
						t.Error("the form is gone")
					}
				})),
				Token: token, Public: func() string { return public }, Lenient: tt.lenient,
				Exempt: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".mp3") },
			}
			h := &httplog.Recorder{Next: guard, Sink: func(e httplog.Record) { seen = e }}
			r := httptest.NewRequest(http.MethodPost, tt.path, strings.NewReader(form.Encode()))
			r.Host = tt.host
			r.Header.Set("Content-Type", webhook.FormContentType)
			if tt.signature != "" {
				r.Header.Set(webhook.SignatureHeader, tt.signature)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if got := seen.Notes.Verdict.Reason + seen.Notes.Verdict.Fix + string(seen.Notes.Verdict.Cause); !strings.Contains(got, tt.reason) {
				t.Errorf("noted %q, want %q in it", got, tt.reason)
			}
			if strings.Contains(w.Body.String(), "token") {
				t.Errorf("a stranger is told too much: %q", w.Body)
			}
		})
	}
}

// The next handler gets the request unchanged, and the verdict contains no password.
func TestGuardAcceptsEverySignedRequest(t *testing.T) {
	t.Parallel()
	user := url.UserPassword("ann", "hunter2")
	form := "b=2&a=%2B1&c="
	params := url.Values{"a": {"+1"}, "b": {"2"}, "c": {""}}
	jsonURL, jsonSignature := webhook.SignBody(token, public+"/json", []byte(`{"a": 1}`))
	for _, tt := range []struct {
		name, method, uri, kind, body, signature string
		upgrade                                  bool
		user                                     *url.Userinfo
		status                                   int
	}{
		{"a form", "POST", "/voice", webhook.FormContentType, form, webhook.Sign(token, public+"/voice", params), false, nil, 200},
		{"a GET", "GET", "/voice?a=1", "", "", webhook.Sign(token, public+"/voice?a=1", nil), false, nil, 200},
		{"JSON that the query vouches for", "POST", strings.TrimPrefix(jsonURL, public), "application/json", `{"a": 1}`, jsonSignature, false, nil, 200},
		{"JSON that was changed", "POST", strings.TrimPrefix(jsonURL, public), "application/json", `{"a": 2}`, jsonSignature, false, nil, 403},
		{"a stream", "GET", "/stream", "", "", webhook.Sign(token, "wss://abc.ngrok.app/stream", nil), true, nil, 200},
		{"the URL with user and password", "POST", "/voice", webhook.FormContentType, form, webhook.Sign(token, "https://ann:hunter2@abc.ngrok.app/voice", params), false, user, 200},
		{"the same without them", "POST", "/voice", webhook.FormContentType, form, webhook.Sign(token, public+"/voice", params), false, user, 200},
		{"another password", "POST", "/voice", webhook.FormContentType, form, webhook.Sign(token, "https://ann:other@abc.ngrok.app/voice", params), false, user, 403},
		{"more than Twilio sends", "POST", "/voice", "text/plain", strings.Repeat("x", 1<<20+1), "", false, nil, 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var seen httplog.Record
			guard := &devserver.Guard{
				Next: httplog.Plain(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					if body, err := io.ReadAll(r.Body); string(body) != tt.body || err != nil {
						t.Errorf("passed on %q %v, want %q", body, err, tt.body)
					}
				})),
				Token: token, Public: func() string { return public }, User: tt.user,
			}
			h := &httplog.Recorder{Next: guard, Sink: func(e httplog.Record) { seen = e }}
			r := httptest.NewRequest(tt.method, tt.uri, strings.NewReader(tt.body))
			r.Host = "abc.ngrok.app"
			r.Header.Set("Content-Type", tt.kind)
			r.Header.Set(webhook.SignatureHeader, tt.signature)
			if tt.upgrade {
				r.Header.Set("Upgrade", "websocket")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("got %d, want %d: %+v", w.Code, tt.status, seen.Notes.Verdict)
			}
			if told := fmt.Sprintf("%+v %s %s", seen.Notes, seen.Notes.Verdict.URL, w.Body); strings.Contains(told, "hunter2") {
				t.Errorf("a password is told: %s", told)
			}
		})
	}
}

// A document names a wss:// URL of the server on this machine, where the server has no TLS.
func TestGuardAcceptsSocketsOnLoopback(t *testing.T) {
	t.Parallel()
	for signed, want := range map[string]int{
		"wss://127.0.0.1:4000/ws": 200, "ws://127.0.0.1:4000/ws": 200, "wss://abc.ngrok.app/ws": 200, "https://127.0.0.1:4000/ws": 403, "wss://127.0.0.1:4001/ws": 403, "wss://127.0.0.1:4000/": 403,
	} {
		guard := &devserver.Guard{Next: httplog.Plain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), Token: token, Public: func() string { return public }}
		r := httptest.NewRequest("GET", "/ws", nil)
		r.Host = "127.0.0.1:4000"
		r.Header.Set("Upgrade", "WebSocket")
		r.Header.Set(webhook.SignatureHeader, webhook.Sign(token, signed, nil))
		w := httptest.NewRecorder()
		if guard.ServeHTTP(w, r); w.Code != want {
			t.Errorf("signed for %s: got %d, want %d", signed, w.Code, want)
		}
	}
}

// The user's own tool may sign with the token of another account; if this machine knows it, the error names the account.
func TestGuardNamesAnotherAccount(t *testing.T) {
	t.Parallel()
	var seen httplog.Record
	guard := &devserver.Guard{
		Token: token, Public: func() string { return public }, Others: func() map[string]string { return map[string]string{"the local account": "other"} },
	}
	h := &httplog.Recorder{Next: guard, Sink: func(e httplog.Record) { seen = e }}
	r := httptest.NewRequest(http.MethodGet, "/voice", nil)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign("other", public+"/voice", nil))
	h.ServeHTTP(httptest.NewRecorder(), r)
	if got := seen.Notes.Verdict; got.Cause != webhook.OtherToken || !strings.Contains(got.Reason, "the local account") {
		t.Errorf("got %+v", got)
	}
}

func TestProbeAnswersItsOwnNonceOnly(t *testing.T) {
	t.Parallel()
	h := &devserver.Probe{Nonce: "n0nce", Next: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })}
	for target, want := range map[string]int{"/_twvoice/probe/n0nce": 200, "/_twvoice/probe/other": 404, "/_twvoice/probe/": 204, "/voice": 418} {
		if status, _, _ := ask(h, "GET", target, nil); status != want {
			t.Errorf("%s: got %d, want %d", target, status, want)
		}
	}
}
