package devserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/icholy/digest"

	"github.com/twvoice/twvoice/internal/httplog"
)

// Password requires a user and a password, as Basic or Digest authentication (RFC 7617, RFC 7616), before it passes a
// request on. Set the fields before the first request. It never passes the received credentials on, neither to the
// screen nor to the next handler.
type Password struct {
	Next           httplog.Handler
	User, Password string
	Secret         string           // for nonces: random, per process
	Now            func() time.Time // nil: time.Now
}

// nonceLife is how long a nonce is valid. Twilio requests a new one each time; the time is enough for a user with curl.
const nonceLife = 5 * time.Minute

const realm = "twvoice"

// ServeNoted answers 401 to requests without the password.
func (p *Password) ServeNoted(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
	given := r.Header.Get("Authorization")
	knows, stale := p.basic(r), false
	if !knows && digest.IsDigest(given) {
		knows, stale = p.digest(given, r)
	}
	if knows {
		r.Header.Del("Authorization") // only meant for this handler
		p.Next.ServeNoted(w, r, notes)
		return
	}
	notes.Refusal = refusal(given, stale)
	w.Header().Add("WWW-Authenticate", `Basic realm="`+realm+`", charset="UTF-8"`)
	w.Header().Add("WWW-Authenticate", p.challenge(stale).String())
	http.Error(w, "401: user and password are missing or wrong", http.StatusUnauthorized)
}

func refusal(given string, stale bool) string {
	switch {
	case stale:
		return "the digest used an old nonce: a new one is requested"
	case given == "":
		return "no user and password: the URL in Twilio's settings has them"
	}
	return "the user or password differs from those of the URL in Twilio's settings"
}

func (p *Password) basic(r *http.Request) bool {
	user, password, ok := r.BasicAuth()
	return ok && same(user+"\n"+password, p.User+"\n"+p.Password)
}

// digest checks the response to one of our challenges. A correct response to an old challenge is stale.
func (p *Password) digest(given string, r *http.Request) (knows, stale bool) {
	got, err := digest.ParseCredentials(given)
	if err != nil || got.URI != r.RequestURI || got.Realm != realm {
		return false, false
	}
	challenge := p.challenge(false)
	challenge.Nonce = got.Nonce
	if got.QOP == "" {
		challenge.QOP = nil // without qop, as in RFC 2069
	}
	want, err := digest.Digest(challenge, digest.Options{
		Method: r.Method, URI: got.URI, Username: p.User, Password: p.Password, Cnonce: got.Cnonce, Count: got.Nc,
	})
	if err != nil || !same(got.Username, p.User) || !same(got.Response, want.Response) {
		return false, false
	}
	fresh := p.fresh(got.Nonce)
	return fresh, !fresh
}

func (p *Password) challenge(stale bool) *digest.Challenge {
	return &digest.Challenge{Realm: realm, Nonce: p.nonce(p.now()), Stale: stale, Algorithm: "MD5", QOP: []string{"auth"}}
}

// nonce returns the time with a signature, so that the server does not have to store it.
func (p *Password) nonce(at time.Time) string {
	stamp := strconv.FormatInt(at.Unix(), 16)
	mac := hmac.New(sha256.New, []byte(p.Secret))
	fmt.Fprint(mac, stamp)
	return stamp + "." + hex.EncodeToString(mac.Sum(nil))
}

func (p *Password) fresh(nonce string) bool {
	stamp, _, _ := strings.Cut(nonce, ".")
	seconds, err := strconv.ParseInt(stamp, 16, 64)
	at := time.Unix(seconds, 0)
	return err == nil && same(nonce, p.nonce(at)) && p.now().Sub(at) < nonceLife
}

func (p *Password) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// same compares in constant time and does not reveal the lengths.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return hmac.Equal(x[:], y[:])
}
