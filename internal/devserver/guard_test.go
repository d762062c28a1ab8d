package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/exchange"
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
			var seen exchange.Exchange
			guard := &devserver.Guard{
				Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.FormValue("Digits") != "1" && r.Method == http.MethodPost {
						t.Error("the form is gone")
					}
				}),
				Token: token, Public: func() string { return public }, Lenient: tt.lenient,
				Exempt: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".mp3") },
			}
			h := &exchange.Recorder{Next: guard, Sink: func(e exchange.Exchange) { seen = e }}
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
			if got := seen.Notes.Verdict.Reason + seen.Notes.Verdict.Mend + string(seen.Notes.Verdict.Cause); !strings.Contains(got, tt.reason) {
				t.Errorf("noted %q, want %q in it", got, tt.reason)
			}
			if strings.Contains(w.Body.String(), "token") {
				t.Errorf("a stranger is told too much: %q", w.Body)
			}
		})
	}
}

func TestTheProbeAnswersItsOwnNonceOnly(t *testing.T) {
	t.Parallel()
	h := &devserver.Probe{Nonce: "n0nce", Next: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })}
	for target, want := range map[string]int{"/_twvoice/probe/n0nce": 200, "/_twvoice/probe/other": 404, "/_twvoice/probe/": 404, "/voice": 418} {
		if status, _, _ := ask(h, "GET", target, nil); status != want {
			t.Errorf("%s: got %d, want %d", target, status, want)
		}
	}
}
