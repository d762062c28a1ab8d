package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// B12: the advice follows from the difference, and is never what the application does already.
func TestCheckAdvisesWhatTheDifferenceAsksFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ signed, checked, advice string }{
		{"https://a.example/v?b=1&a=2", "https://a.example/v?a=2&b=1", "sorts the query: make it pass the query on unchanged, or check against ?b=1&a=2"},
		{"https://a.example/v?b=a%20b&a=2", "https://a.example/v?a=2&b=a+b", "rewrites the query"},
		{"https://a.example/v", "https://a.example/v?a=2", "without one"},
		{"https://a.example/v?a=2&b=1", "https://a.example/v?a=2&b=1&c=1", "check against exactly the query in Twilio's settings: ?a=2&b=1"},
		{"https://a.example/v", "https://u:p@a.example/v", "without them"},
	} {
		got := webhook.Check(webhook.Request{Token: token, Signature: webhook.Sign(token, tt.signed, nil), URL: tt.checked})
		if got.URL != tt.signed || !strings.Contains(got.Fix, tt.advice) {
			t.Errorf("%s as %s: got %+v, want %q", tt.signed, tt.checked, got, tt.advice)
		}
	}
}

// B12: the application checks for its URL without user and password, which Twilio sends in a header.
func TestHandlerNamesTheUserOfTheSignedURL(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"hunter2", "hunter2!$x"} {
		var verdict webhook.Verdict
		h := webhook.Handler{Token: token, PublicURL: publicURL, Rejected: func(_ *http.Request, v webhook.Verdict) { verdict = v }, Next: http.NotFoundHandler()}
		r := httptest.NewRequest(http.MethodGet, "/voice?a=1", nil)
		r.Host = "localhost:3000"
		r.SetBasicAuth("ann", password)
		r.Header.Set(webhook.SignatureHeader, webhook.Sign(token, "https://ann:"+password+"@x.ngrok.app/voice?a=1", nil))
		h.ServeHTTP(httptest.NewRecorder(), r)
		if verdict.Cause != webhook.OtherUser || strings.Contains(verdict.String(), "hunter2") {
			t.Errorf("got %+v, want the user and no password", verdict)
		}
	}
}

// D8: a verdict quotes no secret that a client may have sent, and no characters that change the
// direction of text.
func TestCheckTellsNoSecretAndCommandsNoTerminal(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef0123456789abcdef"
	for _, r := range []webhook.Request{
		{Token: secret, Signature: secret, URL: publicURL},
		{Token: secret, Signature: webhook.Sign(secret, publicURL+"/?t="+secret, nil), URL: publicURL + "/", Alternatives: []string{publicURL + "/?t=" + secret}},
		{Token: secret, Signature: "a\u202eb\u001bc", URL: publicURL},
	} {
		if got := webhook.Check(r).String(); strings.Contains(got, secret) || strings.ContainsAny(got, "\u202e\u001b") {
			t.Errorf("got %q", got)
		}
	}
}
