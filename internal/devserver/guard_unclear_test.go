package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// B10: what webhook.Handler refuses, the guard refuses, and neither has an application read what was not signed.
func TestGuardRefusesWhatCouldBeReadInAnotherWay(t *testing.T) {
	t.Parallel()
	bare := webhook.Sign(token, public+"/voice", nil)
	form := webhook.Sign(token, public+"/voice", url.Values{"Digits": {"1"}})
	for _, tt := range []struct {
		name, method, uri, signature, header, body string
		status                                     int
	}{
		{"a form", "POST", "/voice", form, "", "Digits=1", 200},
		{"a form that cannot be parsed", "POST", "/voice", bare, "", "Digits=9&%zz", 403},
		{"two Content-Types", "POST", "/voice", form, "Content-Type: text/plain", "Digits=1", 403},
		{"another method in a header", "POST", "/voice", form, "X-HTTP-Method-Override: PUT", "Digits=1", 403},
		{"a fragment", "GET", "/voice#?Digits=9", bare, "", "", 403},
		{"audio", "GET", "/hello.mp3?v=1", "", "", "", 200},
		{"audio by a path parameter", "GET", "/voice;x.mp3", "", "", "", 403},
		{"audio by an encoded slash", "GET", "/voice%2f.mp3", "", "", "", 403},
		{"audio below another path", "GET", "/x.mp3/../voice/.mp3", "", "", "", 403},
		{"audio with a body", "GET", "/hello.mp3", "", "", "Digits=9", 403},
		{"audio that is a POST by its header", "GET", "/hello.mp3", "", "X-HTTP-Method-Override: POST", "", 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			guard := &devserver.Guard{
				Next:  httplog.Plain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})),
				Token: token, Public: func() string { return public }, Exempt: devserver.ForAudio,
			}
			r := httptest.NewRequest(tt.method, tt.uri, strings.NewReader(tt.body))
			r.Host = "abc.ngrok.app"
			if tt.method == http.MethodPost {
				r.Header.Set("Content-Type", webhook.FormContentType)
			}
			if name, value, ok := strings.Cut(tt.header, ": "); ok {
				r.Header.Add(name, value)
			}
			if tt.signature != "" {
				r.Header.Set(webhook.SignatureHeader, tt.signature)
			}
			w := httptest.NewRecorder()
			guard.ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Errorf("got %d, want %d", w.Code, tt.status)
			}
		})
	}
}

// B11: a request that a SharedKey has signed; without its secret the refusal says what is missing.
func TestGuardKnowsSharedKeys(t *testing.T) {
	t.Parallel()
	key := webhook.SharedKey{SID: "webhooks_sharedkey_01", Secret: "s3cret", Algorithm: webhook.HMACSHA256}
	for name, tt := range map[string]struct {
		keys   map[string]string
		status int
		says   string
	}{
		"with the secret":      {map[string]string{key.SID: key.Secret}, 200, ""},
		"with another secret":  {map[string]string{key.SID: "other"}, 403, "no known mistake explains this signature"},
		"without the secret":   {nil, 403, "webhooks_sharedkey_01"},
		"and the flag is told": {nil, 403, "--shared-key-file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen httplog.Record
			guard := &devserver.Guard{
				Next:  httplog.Plain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})),
				Token: token, Public: func() string { return public }, SharedKeys: tt.keys,
			}
			r := httptest.NewRequest(http.MethodGet, "/voice", nil)
			settings, signature := key.Sign(public+"/voice", nil)
			r.Header.Set(webhook.SettingsHeader, settings)
			r.Header.Set(webhook.SignatureHeader, signature)
			w := httptest.NewRecorder()
			(&httplog.Recorder{Next: guard, Sink: func(e httplog.Record) { seen = e }}).ServeHTTP(w, r)
			if got := seen.Notes.Verdict; w.Code != tt.status || !strings.Contains(got.Reason+got.Fix, tt.says) {
				t.Errorf("got %d %+v, want %d with %q", w.Code, got, tt.status, tt.says)
			}
		})
	}
}
