package client

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"strings"
	"testing"

	"github.com/icholy/digest"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const withUser = "http://ann:secret@app.example/voice?a=1"

// guard wants a digest by RFC 7616 of ann, whose password is secret.
type guard struct {
	challenge string
	hash      func() hash.Hash
	stale     int // how many digests are refused for their nonce
}

func (g *guard) answer(w http.ResponseWriter, r *http.Request) {
	sent := r.Header.Get("Authorization")
	if credentials, err := digest.ParseCredentials(sent); err == nil {
		if g.stale > 0 {
			g.stale--
			w.Header().Set("WWW-Authenticate", g.challenge+", stale=true")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if credentials.Response == g.response(r, credentials) && credentials.Username == "ann" && credentials.URI == r.RequestURI {
			fmt.Fprint(w, emptyTwiML)
			return
		}
	}
	w.Header().Set("WWW-Authenticate", g.challenge)
	w.WriteHeader(http.StatusUnauthorized)
}

// response is what RFC 7616, section 3.4.1, says, in our words and not the library's.
func (g *guard) response(r *http.Request, c *digest.Credentials) string {
	sum := func(parts ...string) string {
		h := g.hash()
		h.Write([]byte(strings.Join(parts, ":")))
		return hex.EncodeToString(h.Sum(nil))
	}
	who, what := sum("ann", c.Realm, "secret"), sum(r.Method, r.RequestURI)
	if c.QOP == "" {
		return sum(who, c.Nonce, what)
	}
	return sum(who, c.Nonce, fmt.Sprintf("%08x", c.Nc), c.Cnonce, c.QOP, what)
}

func TestDigestChallengeIsAnswered(t *testing.T) {
	t.Parallel()
	const realm = `Digest realm="calls", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"`
	tests := []struct {
		name     string
		guard    guard
		url      string
		method   string
		requests int
		code     string
	}{
		{"MD5, where no algorithm is named", guard{challenge: realm, hash: md5.New}, withUser, "POST", 2, ""},
		{"MD5", guard{challenge: realm + `, algorithm=MD5, qop="auth", opaque="5ccc"`, hash: md5.New}, withUser, "POST", 2, ""},
		{"SHA-256", guard{challenge: realm + `, algorithm=SHA-256, qop="auth"`, hash: sha256.New}, withUser, "POST", 2, ""},
		{"a choice of protections", guard{challenge: realm + `, qop="auth, auth-int"`, hash: md5.New}, withUser, "POST", 2, ""},
		{"of a GET", guard{challenge: realm + `, qop="auth"`, hash: md5.New}, withUser, "GET", 2, ""},
		{"a nonce that is too old is answered once more", guard{challenge: realm + `, qop="auth"`, hash: md5.New, stale: 1}, withUser, "POST", 3, ""},
		{"and not for ever", guard{challenge: realm + `, qop="auth"`, hash: md5.New, stale: 9}, withUser, "POST", 3, "11200"},
		{"a wrong password is tried once", guard{challenge: realm + `, qop="auth"`, hash: md5.New}, "http://ann:wrong@app.example/voice", "POST", 2, "11200"},
		{"without a user no response", guard{challenge: realm, hash: md5.New}, voiceURL, "POST", 1, "11200"},
		{"nor to an algorithm that nobody knows", guard{challenge: realm + `, algorithm=ROT13`, hash: md5.New}, withUser, "POST", 1, "11200"},
		{"nor to Basic, which was sent unasked", guard{challenge: `Basic realm="calls"`, hash: md5.New}, withUser, "POST", 1, "11200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t, answer: tt.guard.answer}
			got := fetchOnce(t, app.client(), Request{URL: tt.url, Method: tt.method, Params: map[string][]string{"CallSid": {"CA1"}}})
			if codeOf(got) != tt.code || len(app.got) != tt.requests {
				t.Fatalf("got %+v after %d requests, want %q after %d", got.Failure, len(app.got), tt.code, tt.requests)
			}
			for _, r := range app.got {
				form := map[string][]string{"CallSid": {"CA1"}}
				if tt.method == "GET" {
					form = nil
				}
				before, _, _ := strings.Cut(tt.url, "/voice")
				signed := before + r.RequestURI
				if !webhook.Verify(testToken, r.Header.Get("X-Twilio-Signature"), signed, form) {
					t.Errorf("the request with Authorization %q is not signed for %s", r.Header.Get("Authorization"), signed)
				}
			}
		})
	}
}

func TestRefusedPasswordIsReported(t *testing.T) {
	t.Parallel()
	app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }}
	got := fetchOnce(t, app.client(), Request{URL: withUser})
	const want = "http://ann:xxxxx@app.example/voice?a=1 answered 401 Unauthorized: it does not accept the user and password of the URL"
	if got.Failure == nil || got.Failure.Message != want {
		t.Errorf("got %+v, want %q", got.Failure, want)
	}
}
