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
// signature is never valid, and neither is a target with a "#": nothing that follows it is signed, and net/http takes it for a
// part of the path or query. Use [Check] to learn why a signature is not.
//
// A signature says neither where the URL ends and the first name begins, nor where a name ends and its value begins, nor in
// which order and how often the values of one name came, nor which method it was: see [Handler], which refuses what Twilio
// would not send.
func Verify(token, signature, target string, params url.Values) bool {
	return key{secret: token}.verify(signature, target, params)
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

// bodyMatches reports whether a query claims a hash of the body, and each that it claims is the body's.
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

// bodyHashes are the values of bodySHA256 in a query, however its name is written: one spelling of a query is signed, and each
// of the others verifies too.
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
