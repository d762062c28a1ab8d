// Package webhook is what Twilio sends an application: the parameters of a voice request, the headers, and the signature
// that proves who sent it. It signs as Twilio does, verifies as the official libraries do, and says of a signature that does
// not match which difference would have made it match.
//
// An application that is to get Twilio's requests only is put behind [Require], or a [Handler].
//
// The package refuses to guess where a request came from: a signature covers the URL that Twilio called, which behind a
// tunnel or proxy is not what the request says, so that URL is an argument everywhere. Nothing here sends a request.
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

// What Twilio writes into the head of a request.
const (
	SignatureHeader   = "X-Twilio-Signature"
	IdempotencyHeader = "I-Twilio-Idempotency-Token" // a UUID, the same for every try of one delivery
	HomeRegionHeader  = "X-Home-Region"              // the region the account lives in: "us1"
	UserAgent         = "TwilioProxy/1.1"
	FormContentType   = "application/x-www-form-urlencoded; charset=UTF-8"
)

// bodyParam is the query parameter that ties a body that is no form to the URL, and so to the signature.
const bodyParam = "bodySHA256"

// Sign returns the X-Twilio-Signature of a request to target: of a form POST with params, or of a GET with nil params and
// the parameters in the query. The token is the primary auth token of the account, never the secret of an API key.
//
// The target is signed as given, letter for letter, but for its fragment, which holds connection overrides and is never
// sent. The values of a repeated parameter are sorted and said once each.
func Sign(token, target string, params url.Values) string {
	s := newSigner(token, params)
	return string(s.sign(withoutFragment(target)))
}

// SignBody signs a POST whose body is no form, such as JSON. Such a body is covered by its SHA-256 in the query, so that the
// URL to call is signedURL, not target.
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

// signer signs several spellings of one request: the parameters are sorted once.
type signer struct {
	mac     hash.Hash
	params  url.Values
	message []byte            // a URL and the parameters as they are signed
	head    int               // how much of message is the URL
	sum     [sha256.Size]byte // of the longest hash
	encoded [44]byte          // the same in base64
}

func newSigner(token string, params url.Values) signer { return key{secret: token}.signer(params) }

// signer panics for an algorithm that is not known.
func (k key) signer(params url.Values) signer {
	return signer{mac: hmac.New(k.algorithm.hash(), []byte(k.secret)), params: params}
}

// sign returns bytes that the next call overwrites.
func (s *signer) sign(target string) []byte {
	if s.message != nil {
		s.mac.Reset() // which costs more than a fresh one, the first time
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

// appendParams writes names and values one behind the other, in the byte order of the names.
func appendParams(b []byte, params url.Values) []byte {
	var room [48]string // most requests have fewer, and then nothing is allocated
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
