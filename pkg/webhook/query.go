package webhook

import (
	"net/url"
	"strings"
)

const upperHex = "0123456789ABCDEF"

// escapeQuery percent-encodes what WHATWG's URL standard encodes in the query of an http URL, and
// leaves the rest unchanged.
func escapeQuery(s string) string { return escapeBytes(s, ` "#<>'`) }

// escapePath is [escapeQuery] for a path.
func escapePath(s string) string { return escapeBytes(s, " \"#<>?^`{}") }

// escapeBytes encodes the bytes in set, controls, and everything that is not ASCII.
func escapeBytes(s, set string) string {
	plain := func(c byte) bool { return c > ' ' && c < 0x7F && strings.IndexByte(set, c) < 0 }
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; plain(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', upperHex[c>>4], upperHex[c&15]})
		}
	}
	return b.String()
}

// legacyQuery parses a query and writes it as Node's querystring module does: a space is %20, the
// values of one name follow each other, and a name without "=" gets one. A query that applications
// parse differently is left unchanged: with a ";" some find two parameters where querystring finds
// one, and with a "%" that begins no escape some find none.
func legacyQuery(s string) string {
	if len(s) < 2 || strings.Contains(s, ";") || brokenEscape(s) {
		return s
	}
	var names []string
	values := map[string][]string{}
	for pair := range strings.SplitSeq(s[1:], "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescapeLenient(name), unescapeLenient(value)
		if _, known := values[name]; !known {
			names = append(names, name)
		}
		values[name] = append(values[name], value)
	}
	var pairs []string
	for _, name := range names {
		for _, value := range values[name] {
			pairs = append(pairs, escapeComponent(name)+"="+escapeComponent(value))
		}
	}
	return "?" + strings.Join(pairs, "&")
}

// brokenEscape reports whether a query has a "%" without two hexadecimal digits.
func brokenEscape(query string) bool {
	_, err := url.QueryUnescape(query)
	return err != nil
}

func unescapeLenient(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return strings.ReplaceAll(s, "+", " ")
}

// escapeComponent is JavaScript's encodeURIComponent.
func escapeComponent(s string) string {
	s = url.QueryEscape(s)
	return strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(s)
}
