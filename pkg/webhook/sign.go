// Package webhook implements what Twilio sends to an application: the parameters of a voice request, the headers, and the
// signature that proves the sender. It signs as Twilio does, verifies as the official libraries do, and explains which
// difference would have made a signature match.
//
// To accept only Twilio's requests, wrap an application's handler with [Require], or a [Handler].
//
// The package does not guess where a request came from. A signature covers the URL that Twilio called, which the request
// does not contain if it passed a tunnel or proxy, so that URL is an argument everywhere. The package sends no requests.
//
// The rules are those of https://www.twilio.com/docs/usage/security#validating-requests.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/url"
	"slices"
	"strings"
)

// The headers of Twilio's requests.
const (
	SignatureHeader   = "X-Twilio-Signature"
	IdempotencyHeader = "I-Twilio-Idempotency-Token" // a UUID, the same for every attempt of one delivery
	HomeRegionHeader  = "X-Home-Region"              // region of the account: "us1"
	UserAgent         = "TwilioProxy/1.1"
	FormContentType   = "application/x-www-form-urlencoded; charset=UTF-8"
)

// bodyParam is the query parameter that ties a body that is not a form to the URL, and so to the
// signature.
const bodyParam = "bodySHA256"

// Sign returns the X-Twilio-Signature of a request to target: of a form POST with params, or of a
// GET with nil params and the parameters in the query. The token is the primary auth token of the
// account, not the secret of an API key.
//
// The target is signed exactly as given, except for its fragment, which holds connection overrides
// and is never sent. The values of a repeated parameter are sorted, and duplicates removed.
func Sign(token, target string, params url.Values) string {
	s := newSigner(token, params)
	return string(s.sign(withoutFragment(target)))
}

// SignBody signs a POST whose body is not a form, such as JSON. The SHA-256 of the body in the
// query covers it, so the URL to call is signedURL, not target.
func SignBody(token, target string, body []byte) (signedURL, signature string) {
	signedURL = withoutFragment(target)
	separator := "?"
	if strings.Contains(signedURL, "?") {
		separator = "&"
	}
	sum := sha256.Sum256(body)
	signedURL += separator + bodyParam + "=" + hex.EncodeToString(sum[:])
	return signedURL, Sign(token, signedURL, nil)
}

func withoutFragment(target string) string {
	before, _, _ := strings.Cut(target, "#")
	return before
}

// signer signs several spellings of one request. It sorts the parameters only once.
type signer struct {
	mac     hash.Hash
	params  url.Values
	message []byte            // a URL and the parameters as signed
	head    int               // length of the URL in message
	sum     [sha256.Size]byte // for the longest hash
	encoded [44]byte          // sum in base64
}

func newSigner(token string, params url.Values) signer { return key{secret: token}.signer(params) }

// signer panics for an unknown algorithm.
func (k key) signer(params url.Values) signer {
	return signer{mac: hmac.New(k.algorithm.hash(), []byte(k.secret)), params: params}
}

// sign returns bytes that the next call overwrites.
func (s *signer) sign(target string) []byte {
	if s.message != nil {
		s.mac.Reset() // which costs more than a new one, the first time
	}
	switch {
	case s.message == nil:
		s.message = appendParams(append(make([]byte, 0, len(target)+paramsLen(s.params)), target...), s.params)
	case len(target) == s.head:
		copy(s.message, target)
	default:
		s.message = append([]byte(target), s.message[s.head:]...)
	}
	s.head = len(target)
	s.mac.Write(s.message)
	sum := s.mac.Sum(s.sum[:0])
	base64.StdEncoding.Encode(s.encoded[:], sum)
	return s.encoded[:base64.StdEncoding.EncodedLen(len(sum))]
}

// matches compares in constant time.
func (s *signer) matches(signature, target string) bool {
	return hmac.Equal(s.sign(target), []byte(signature))
}

func paramsLen(params url.Values) (size int) {
	for name, values := range params {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	return size
}

// appendParams appends names and values, in the byte order of the names.
func appendParams(b []byte, params url.Values) []byte {
	var room [48]string // most requests have fewer, so nothing is allocated
	names := room[:0]
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = appendSigned(b, name, params[name])
	}
	return b
}
