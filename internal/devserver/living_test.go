package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/devserver"
)

// A4: one request, to the host of the URL alone, says whether a twvoice answers there.
func TestRunningTwvoiceIsRecognizedByItsAnswer(t *testing.T) {
	t.Parallel()
	const nonce = "0123456789abcdef0123456789abcdef"
	elsewhere := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for name, tt := range map[string]struct {
		handler http.Handler
		session string
	}{
		"a serve":                     {&devserver.Probe{Nonce: nonce, Next: elsewhere}, devserver.SessionName(nonce)},
		"an application":              {elsewhere, ""},
		"one that answers everything": {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }), ""},
		"one that says too much": {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Twvoice-Session", "\x1b[31mred")
			w.WriteHeader(http.StatusNoContent)
		}), ""},
		"a redirect": {http.RedirectHandler("/elsewhere", http.StatusFound), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if asked++; r.Header.Get("Authorization") != "" || r.URL.RawQuery != "" || r.URL.Path != "/_twvoice/probe/" {
					t.Errorf("asked %s with %v", r.URL, r.Header)
				}
				tt.handler.ServeHTTP(w, r)
			}))
			defer server.Close()
			webhook := strings.Replace(server.URL, "://", "://ann:s3cret@", 1) + "/voice?tenant=7"
			session, living := devserver.SessionAt(t.Context(), http.DefaultTransport, webhook)
			if session != tt.session || living != (tt.session != "") || asked != 1 {
				t.Errorf("got %q, %v after %d requests; want %q", session, living, asked, tt.session)
			}
		})
	}
}

type unreached struct{ t *testing.T }

func (u unreached) RoundTrip(r *http.Request) (*http.Response, error) {
	u.t.Errorf("%s was asked", r.URL)
	return nil, http.ErrServerClosed
}

func TestHostsThatCannotBeATwvoiceAreNotAsked(t *testing.T) {
	t.Parallel()
	for _, webhook := range []string{"", "https://demo.twilio.com/welcome/voice/", "https://handler.twilio.com/twiml/EH1", "https://shop-1234.twil.io/voice", "ftp://a.example/", "sip:ann@a.example", "://"} {
		if _, living := devserver.SessionAt(t.Context(), unreached{t}, webhook); living {
			t.Errorf("%s lives", webhook)
		}
	}
}

func TestProbeRevealsNothingToOthers(t *testing.T) {
	t.Parallel()
	const nonce = "0123456789abcdef0123456789abcdef"
	w := httptest.NewRecorder()
	(&devserver.Probe{Nonce: nonce}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_twvoice/probe/", nil))
	want := http.Header{"Twvoice-Session": {devserver.SessionName(nonce)}}
	if diff := cmp.Diff(want, w.Header()); diff != "" || w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("got %d, %s", w.Code, diff)
	}
	if name := devserver.SessionName(nonce); strings.Contains(nonce, name) || len(name) != 8 {
		t.Errorf("the session is called %s", name)
	}
}
