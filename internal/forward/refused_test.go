package forward_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// The other direction of forensics: we know that the signature is right, and the application says that it is not.
func TestForbiddenByAppIsExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		header http.Header
		change func(*forward.Options)
		want   []string
	}{
		{
			"Express behind a tunnel",
			http.Header{"X-Powered-By": {"Express"}},
			nil,
			[]string{"right for https://abc.ngrok.app/voice?a=1,", "checks for http://abc.ngrok.app/voice?a=1:", "Express: app.set('trust proxy', true)", "--resign"},
		},
		{"a framework that does not tell its name", nil, nil, []string{"X-Forwarded-Proto", "docs/forwarding.md", "--resign"}},
		{
			"signed anew", nil, func(o *forward.Options) { o.Token = token },
			[]string{"right for http://127.0.0.1:", "/voice?a=1", "TWILIO_AUTH_TOKEN"},
		},
		{
			"without a tunnel",
			http.Header{"X-Powered-By": {"Express"}},
			func(o *forward.Options) { o.Public = func() string { return "http://127.0.0.1:1" } },
			[]string{"another TWILIO_AUTH_TOKEN", "-- COMMAND"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := before(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for name, values := range tt.header {
					w.Header()[name] = values
				}
				w.WriteHeader(http.StatusForbidden)
			}), tt.change)
			r := request("POST", f.URL+"/voice?a=1", webhook.FormContentType, ringing)
			r.Header.Set(webhook.SignatureHeader, "verified before")
			answer, err := f.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			got := first(<-f.seen)
			for _, want := range tt.want {
				if !strings.Contains(got.Fix, want) {
					t.Errorf("got %q, want %q in it", got.Fix, want)
				}
			}
			if strings.Contains(got.Fix, "hunter2") || strings.Contains(got.Fix, "\n") {
				t.Errorf("a password, or a line end: %q", got.Fix)
			}
		})
	}
}
