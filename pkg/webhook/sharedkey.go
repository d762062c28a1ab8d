package webhook

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"strings"
)

// SettingsHeader is present if a request was signed with a SharedKey instead of the auth token. It
// names the key and the algorithm. See
// https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys.
const SettingsHeader = "X-Twilio-Webhooks-Signature-Settings"

// Algorithm is a signature algorithm, in the spelling of [SettingsHeader]. The zero value is
// HMACSHA1.
type Algorithm string

// The algorithms of a SharedKey.
const (
	HMACSHA1   Algorithm = "HMAC_SHA1"
	HMACSHA256 Algorithm = "HMAC_SHA256"
)

// SharedKey is a secret that Twilio signs webhooks with if a rule of the Webhooks configuration API demands it.
// [SharedKey.Verify] accepts no signature of the zero value. It is safe for concurrent use.
type SharedKey struct {
	SID       string // webhooks_sharedkey_…
	Secret    string // shown by Twilio once, when the key is created
	Algorithm Algorithm
}

// Sign is like [Sign] with a SharedKey. It returns the values of [SettingsHeader] and
// [SignatureHeader].
func (k SharedKey) Sign(target string, params url.Values) (settings, signature string) {
	algorithm := k.Algorithm
	if algorithm == "" {
		algorithm = HMACSHA1
	}
	s := k.key().signer(params)
	return "key=" + k.SID + ",algorithm=" + string(algorithm), string(s.sign(withoutFragment(target)))
}

// Verify is like [Verify] with a SharedKey: signature is that of [SignatureHeader].
func (k SharedKey) Verify(signature, target string, params url.Values) bool {
	return k.key().verify(signature, target, params)
}

// VerifyBody is like [VerifyBody] with a SharedKey.
func (k SharedKey) VerifyBody(signature, target string, body []byte) bool {
	return bodyMatches(target, body) && k.key().verify(signature, target, nil)
}

func (k SharedKey) key() key { return key{k.Secret, k.Algorithm} }

// key is a secret and the algorithm that signs with it.
type key struct {
	secret    string
	algorithm Algorithm
}

// hash returns the hash of an algorithm, nil for an unknown one.
func (a Algorithm) hash() func() hash.Hash {
	switch a {
	case "", HMACSHA1:
		return sha1.New
	case HMACSHA256:
		return sha256.New
	}
	return nil
}

// signatureLen returns the length of a signature: 28 or 44 characters.
func (a Algorithm) signatureLen() int {
	if a == HMACSHA256 {
		return base64.StdEncoding.EncodedLen(sha256.Size)
	}
	return base64.StdEncoding.EncodedLen(sha1.Size)
}

func (k key) verify(signature, target string, params url.Values) bool {
	if k.secret == "" || k.algorithm.hash() == nil || len(signature) != k.algorithm.signatureLen() || strings.Contains(target, "#") {
		return false
	}
	s := k.signer(params)
	_, ok := s.verify(signature, target)
	return ok
}

// ParseSettings parses the value of [SettingsHeader]:
// "key=webhooks_sharedkey_…,algorithm=HMAC_SHA256". Without an algorithm it is HMACSHA1. The
// secret of the key is left empty. A missing or duplicate key and an unknown algorithm are errors.
func ParseSettings(settings string) (SharedKey, error) {
	k := SharedKey{}
	for part := range strings.SplitSeq(settings, ",") {
		name, value, _ := strings.Cut(part, "=")
		value = strings.TrimSpace(value)
		switch name = strings.TrimSpace(name); {
		case name == "key" && k.SID == "":
			k.SID = value
		case name == "algorithm" && k.Algorithm == "":
			k.Algorithm = Algorithm(value)
		case name == "key", name == "algorithm":
			return SharedKey{}, fmt.Errorf("%s names more than one %s", SettingsHeader, name)
		}
	}
	switch {
	// Choice: settings without a key are rejected. No document says that Twilio sends them, and the
	// auth token has no settings.
	case k.SID == "":
		return SharedKey{}, errors.New(SettingsHeader + " names no key")
	case k.Algorithm.hash() == nil:
		return SharedKey{}, fmt.Errorf("%s names the unknown algorithm %.40q", SettingsHeader, k.Algorithm)
	case k.Algorithm == "":
		k.Algorithm = HMACSHA1
	}
	return k, nil
}

// ParseSharedKeys parses secrets by the SID of their key, for [Handler] and [Request]: one per
// line, the SID and the secret separated by blanks, a comma or "=". Empty lines and lines that
// begin with "#" are skipped. Errors name the line, and do not quote its content.
func ParseSharedKeys(text []byte) (map[string]string, error) {
	keys := map[string]string{}
	n := 0
	for line := range bytes.SplitSeq(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n")) {
		n++
		trimmed := strings.TrimSpace(string(line))
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		end := strings.IndexAny(trimmed, " \t,=")
		if end < 0 {
			return nil, fmt.Errorf("line %d: expected a key SID and its secret", n)
		}
		sid, secret := trimmed[:end], strings.TrimLeft(trimmed[end:], " \t,=")
		switch _, twice := keys[sid]; {
		case sid == "" || secret == "" || strings.ContainsAny(secret, " \t"):
			return nil, fmt.Errorf("line %d: expected a key SID and its secret", n)
		case twice:
			return nil, fmt.Errorf("line %d: this key is already in an earlier line", n)
		}
		keys[sid] = secret
	}
	return keys, nil
}
