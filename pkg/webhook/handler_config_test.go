package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// F14: a public URL is understood in the forms in which people write it down.
func TestHandlerUnderstandsPublicURL(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}}
	for _, public := range []string{
		"https://app.example", "https://app.example/", "app.example", "HTTPS://App.Example", " https://app.example ",
		"https://app.example/voice", "app.example/voice/",
	} {
		h := webhook.Require("token", public, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
		r := httptest.NewRequest(http.MethodPost, "/voice?tenant=7", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", webhook.FormContentType)
		r.Header.Set(webhook.SignatureHeader, webhook.Sign("token", "https://app.example/voice?tenant=7", form))
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusNoContent {
			t.Errorf("%q: got %d", public, w.Code)
		}
	}
}

// A password in the public URL is signed as it is written.
func TestHandlerKeepsThePasswordOfPublicURL(t *testing.T) {
	t.Parallel()
	const public = "https://Ann:Secret%2Fof+file=66@App.Example"
	r := httptest.NewRequest(http.MethodGet, "/voice", nil)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign("token", "https://Ann:Secret%2Fof+file=66@app.example/voice", nil))
	w := httptest.NewRecorder()
	webhook.Require("token", public, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })).ServeHTTP(w, r)
	if w.Code != http.StatusNoContent {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// F14: what cannot be right is refused when it is made, and a Handler without Next does not blame the signature.
func TestRequireRefusesWhatCannotBeRight(t *testing.T) {
	t.Parallel()
	next := http.NotFoundHandler()
	for name, require := range map[string]func(){
		"no token":       func() { webhook.Require("", "https://app.example", next) },
		"no next":        func() { webhook.Require("token", "https://app.example", nil) },
		"another scheme": func() { webhook.Require("token", "wss://app.example", next) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: it is taken", name)
				}
			}()
			require()
		}()
	}
	r := httptest.NewRequest(http.MethodGet, "/voice", nil)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign("token", "https://app.example/voice", nil))
	w := httptest.NewRecorder()
	webhook.Handler{Token: "token", PublicURL: "https://app.example"}.ServeHTTP(w, r)
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "has no Next") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
