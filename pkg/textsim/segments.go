package textsim

import (
	"strings"
	"unicode/utf16"
)

// plain holds the characters that take one place in the GSM alphabet; those of the second line take
// two.
const (
	plain    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
	extended = "^{}\\[~]|€"
)

// Segments returns the number of messages that a body takes:
// https://www.twilio.com/docs/glossary/what-sms-character-limit.
func Segments(body string) int {
	size, one, many := 0, 160, 153
	for _, r := range body {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(plain, r):
			size++
		case strings.ContainsRune(extended, r):
			size += 2
		default: // one such character makes the whole message UCS-2
			size, one, many = len(utf16.Encode([]rune(body))), 70, 67
			return segmentsOf(size, one, many)
		}
	}
	return segmentsOf(size, one, many)
}

func segmentsOf(size, one, many int) int {
	if size <= one {
		return 1
	}
	return (size + many - 1) / many
}
