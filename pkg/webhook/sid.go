package webhook

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
)

// sidLen is the length of a SID, two letters and 32 hexadecimal digits:
// https://www.twilio.com/docs/glossary/what-is-a-sid.
const sidLen = 34

// NewSID returns a SID made of 16 bytes read from random: NewSID("CA", nil) is a call SID. A nil
// random is the system's. The prefix is not checked. NewSID panics if random fails, which
// crypto/rand never does.
func NewSID(prefix string, random io.Reader) string {
	b := randomBytes(random)
	return prefix + hex.EncodeToString(b[:])
}

// NewIdempotencyToken returns a UUID, version 4, for [IdempotencyHeader], with random used as in
// [NewSID].
func NewIdempotencyToken(random io.Reader) string {
	b := randomBytes(random)
	b[6] = b[6]&0x0F | 0x40
	b[8] = b[8]&0x3F | 0x80
	digits := hex.EncodeToString(b[:])
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}

func randomBytes(random io.Reader) (b [16]byte) {
	if random == nil {
		random = rand.Reader
	}
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic(fmt.Sprintf("webhook: source of randomness: %v", err))
	}
	return b
}

// ValidSID reports whether s is a SID with the given prefix, or with any two capital letters if
// prefix is empty. Twilio writes the hexadecimal digits in lower case and accepts both cases.
func ValidSID(prefix, s string) bool {
	if len(s) != sidLen {
		return false
	}
	switch prefix {
	case s[:2]:
	case "":
		if !isUpper(s[0]) || !isUpper(s[1]) {
			return false
		}
	default:
		return false
	}
	for i := 2; i < len(s); i++ {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
