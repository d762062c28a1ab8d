package client

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestSignaturesAreMadeForTheURLThatTheAppIsKnownBy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, signAs, method, call, want string
	}{
		{"by default what is called", "", "POST", "http://localhost:3000/voice?a=1", "http://localhost:3000/voice?a=1"},
		{"another scheme and host, the port gone", "https://my.ngrok.app", "POST", "http://localhost:3000/voice?a=1", "https://my.ngrok.app/voice?a=1"},
		{"a slash at the end is no path", "https://my.ngrok.app/", "POST", "http://localhost:3000/voice", "https://my.ngrok.app/voice"},
		{"another port", "https://example.com:8443", "POST", "http://localhost:3000/voice", "https://example.com:8443/voice"},
		{"a path that a proxy takes away", "https://example.com/phone", "POST", "http://localhost:3000/voice", "https://example.com/phone/voice"},
		{"escapes stay as they are written", "https://example.com/a%2Fb", "POST", "http://localhost:3000/c%2Fd", "https://example.com/a%2Fb/c%2Fd"},
		{"the parameters of a GET are in the URL", "https://example.com", "GET", "http://localhost:3000/voice", "https://example.com/voice?CallSid=CA1"},
		{"a password belongs to what is signed", "https://example.com", "POST", "http://u:p@localhost:3000/voice", "https://u:p@example.com/voice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t}
			c := New(Options{Transport: InMemory(app), Token: testToken, SignAs: tt.signAs, App: tt.call})
			params := url.Values{"CallSid": {"CA1"}}
			fetchOnce(t, c, Request{Method: tt.method, URL: tt.call, Params: params})
			if tt.method == http.MethodGet {
				params = nil
			}
			got := app.got[0]
			if public, _ := url.Parse(tt.signAs); tt.signAs != "" && (got.Host != public.Host || got.Header.Get("X-Forwarded-Host") != public.Host || got.Header.Get("X-Forwarded-Proto") != "https") {
				t.Errorf("the application sees Host %s, %v", got.Host, got.Header)
			}
			if signature := got.Header.Get(webhook.SignatureHeader); signature != webhook.Sign(testToken, tt.want, params) {
				t.Errorf("the signature is not that of %s", tt.want)
			}
		})
	}
}

func TestOtherHostsAreSignedForAsThemselves(t *testing.T) {
	t.Parallel()
	app := &testApp{t: t}
	c := New(Options{Transport: InMemory(app), Token: testToken, SignAs: "https://my.ngrok.app", App: "http://localhost:3000/", ConnectTo: Everywhere()})
	fetchOnce(t, c, Request{URL: "https://other.example/done"})
	if got := app.got[0].Header.Get(webhook.SignatureHeader); got != webhook.Sign(testToken, "https://other.example/done", url.Values{}) {
		t.Error("the signature is not that of https://other.example/done")
	}
}

func TestUnsignableCallDoesNotBegin(t *testing.T) {
	t.Parallel()
	for _, signAs := range []string{"my.ngrok.app", "ftp://my.ngrok.app", "https://", "https://a.example/?q=1", "https://u:p@a.example", ":"} {
		app := &testApp{t: t}
		_, err := New(Options{Transport: InMemory(app), SignAs: signAs, App: voiceURL}).Deliver(t.Context(), Request{URL: voiceURL})
		if err == nil || len(app.got) > 0 {
			t.Errorf("%q: got %v after %d requests, want an error before any", signAs, err, len(app.got))
		}
	}
}
