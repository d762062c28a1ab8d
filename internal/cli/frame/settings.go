package frame

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/twvoice/twvoice/internal/lease"
)

// Settings are settings of a number by the names that the API's answers have, passwords left out: "voice_url".
func Settings(settings lease.Settings) map[string]string {
	all := map[string]string{}
	for name, value := range settings {
		var b strings.Builder
		for i, r := range name {
			if unicode.IsUpper(r) && i > 0 {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		}
		all[b.String()] = RedactURL(value)
	}
	return all
}

// Words are settings in a fixed order: "voice_method=POST voice_url=(none)".
func Words(settings map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		value := settings[name]
		switch {
		case value == "":
			value = "(none)"
		case strings.Contains(value, " "):
			value = `"` + value + `"`
		}
		all = append(all, name+"="+value)
	}
	return strings.Join(all, " ")
}

// RedactURL is a URL without the password that may be in it, and any other text as it is.
func RedactURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	return u.Redacted()
}
