package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// Verify reports whether signature is Twilio's for a request to target: with the params of a form
// POST, or with nil params for a GET. The target must be the public URL that Twilio called.
//
// Twilio does not spell the URLs that it signs consistently, so Verify tries every spelling that
// one of Twilio's own libraries accepts: with and without port, and with the query encoded
// differently. Each is compared in constant time. An empty token or signature is never valid, and
// neither is a target with a "#": nothing after it is signed, and net/http reads it as part of the
// path or query. [Check] explains why a signature is invalid.
//
// A signature does not cover where the URL ends and the first name begins, where a name ends and
// its value begins, the order and number of the values of one name, or the method. [Handler]
// rejects requests that Twilio would not send.
func Verify(token, signature, target string, params url.Values) bool {
	return key{secret: token}.verify(signature, target, params)
}

// VerifyBody is like [Verify] for a POST whose body is not a form: the query of target must contain
// the SHA-256 of body as bodySHA256.
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

// bodyMatches reports whether a query contains a hash of the body, and only matching ones.
func bodyMatches(target string, body []byte) bool {
	claimed := bodyHashes(target)
	sum := sha256.Sum256(body)
	for _, one := range claimed {
		if !hmac.Equal([]byte(one), []byte(hex.EncodeToString(sum[:]))) {
			return false
		}
	}
	return len(claimed) > 0
}

// bodyHashes returns the values of bodySHA256 in a query, however its name is escaped: one spelling
// of a query is signed, but the others verify too.
func bodyHashes(target string) (claimed []string) {
	_, query, _ := strings.Cut(withoutFragment(target), "?")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if unescapeLenient(name) == bodyParam {
			claimed = append(claimed, unescapeLenient(value))
		}
	}
	return claimed
}
