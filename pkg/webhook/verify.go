package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// Verify says whether signature is Twilio's for a request to target: with the params of a form POST, or with nil params for
// a GET. The target must be the public URL, the one that Twilio called.
//
// Twilio is not consistent in how it spells the URL that it signs, so every spelling that one of its own libraries accepts
// is tried: with and without port, and with the query encoded anew. Each is compared in constant time. An empty token or
// signature is never valid. Use [Check] to learn why a signature is not.
func Verify(token, signature, target string, params url.Values) bool {
	if token == "" || len(signature) != signatureLen {
		return false
	}
	s := newSigner(token, params)
	_, ok := s.verify(signature, target)
	return ok
}

// VerifyBody is [Verify] for a POST whose body is no form: the query of target must hold the SHA-256 of body as bodySHA256.
func VerifyBody(token, signature, target string, body []byte) bool {
	return bodyMatches(target, body) && Verify(token, signature, target, nil)
}

// verify returns the spelling of target that was signed.
func (s *signer) verify(signature, target string) (signed string, ok bool) {
	target = withoutFragment(target)
	if s.matches(signature, target) {
		return target, true
	}
	for _, spelling := range spellings(target) {
		if s.matches(signature, spelling) {
			return spelling, true
		}
	}
	return "", false
}

func bodyMatches(target string, body []byte) bool {
	claimed, ok := bodyHash(target)
	if !ok {
		return false
	}
	sum := sha256.Sum256(body)
	return hmac.Equal([]byte(claimed), []byte(hex.EncodeToString(sum[:])))
}

// bodyHash returns the first bodySHA256 of a query.
func bodyHash(target string) (claimed string, ok bool) {
	_, query, _ := strings.Cut(withoutFragment(target), "?")
	for pair := range strings.SplitSeq(query, "&") {
		if value, ok := strings.CutPrefix(pair, bodyParam+"="); ok {
			return value, true
		}
	}
	return "", false
}
