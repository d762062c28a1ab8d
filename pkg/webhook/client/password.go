package client

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/icholy/digest"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// basic returns the Authorization for a URL with a user, sent without a challenge, or "". Choice:
// no document says that Twilio does not wait for the challenge.
func basic(user *url.Userinfo) string {
	if user == nil {
		return ""
	}
	password, _ := user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))
}

// digest returns the Authorization that a challenge requests (RFC 7616), if the URL has a user and
// the algorithm is known: MD5, which is the default, SHA-256, SHA-512 and SHA-512-256. A second
// digest is made only if the nonce of the first was stale; otherwise the password is wrong, and the
// failure is final.
func (c *Client) digest(refusal http.Header, r request, sent string) (authorization string, ok bool) {
	challenge, err := digest.FindChallenge(refusal)
	if err != nil || r.url.User == nil || digest.IsDigest(sent) && !challenge.Stale {
		return "", false
	}
	for i, protection := range challenge.QOP {
		challenge.QOP[i] = strings.TrimSpace(protection) // qop="auth, auth-int"
	}
	password, _ := r.url.User.Password()
	credentials, err := digest.Digest(challenge, digest.Options{
		Method: r.method, URI: r.target().RequestURI(), GetBody: r.reopen,
		Username: r.url.User.Username(), Password: password,
		Cnonce: webhook.NewIdempotencyToken(c.random), Count: 1,
	})
	if err != nil {
		return "", false
	}
	return credentials.String(), true
}
