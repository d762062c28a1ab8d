package client

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/icholy/digest"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// basic is the Authorization of a request to a URL with a user in it, sent before anybody asks for it, or "" for none.
// Choice: that Twilio does not wait for the challenge is nowhere said.
func basic(user *url.Userinfo) string {
	if user == nil {
		return ""
	}
	password, _ := user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))
}

// digest is the Authorization that a challenge asks for (RFC 7616), if the URL has a user and the application takes a digest
// that is known: MD5, also where it names none, SHA-256, SHA-512 and SHA-512-256. After one digest there is another only where
// its nonce was stale: else the password is wrong, and the refusal stands.
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
