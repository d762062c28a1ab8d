package devserver_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
)

// No header gives access without the password.
func FuzzAuthorization(f *testing.F) {
	for _, seed := range []string{
		"", "Basic", "Basic dHdpbGlvOg==", "Digest", `Digest username="twilio", realm="twvoice", nonce="0.", uri="/voice", response=""`,
		`Digest username="twilio", realm="twvoice", nonce="x", uri="/voice", qop=auth, nc=00000001, cnonce="a", response="d41d8cd98f00b204e9800998ecf8427e", algorithm=MD5-sess`,
		`Digest qop="auth,auth-int", username*=UTF-8''a, nc=zz`, "Digest \x00,,,=,\"",
	} {
		f.Add(seed)
	}
	p := &devserver.Password{
		User: "twilio", Password: "correct horse", Secret: "nonces", Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
		Next: httplog.Plain(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })),
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodPost, "/voice", nil)
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		p.ServeNoted(w, r, &httplog.Notes{})
		if user, password, ok := r.BasicAuth(); ok && user == p.User && password == p.Password {
			return
		}
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%q: %d", header, w.Code)
		}
	})
}
