package scenario

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// matcher matches a text or a regular expression. The zero matcher matches everything.
type matcher struct {
	written string
	regexp  *regexp.Regexp
}

func newMatcher(written string) (matcher, error) {
	m := matcher{written: written}
	if strings.TrimSpace(written) == "" {
		return m, fmt.Errorf("the expected text is empty")
	}
	inner, ok := patternText(written)
	if !ok {
		return m, nil
	}
	var err error
	if m.regexp, err = regexp.Compile(inner); err != nil {
		return m, fmt.Errorf("%s is not a regular expression: %w", written, err)
	}
	return m, nil
}

// patternText returns the part of /…/ between the slashes.
func patternText(written string) (string, bool) {
	if len(written) < 3 || written[0] != '/' || written[len(written)-1] != '/' {
		return "", false
	}
	return written[1 : len(written)-1], true
}

// within reports whether text contains a match. Case and white space matter for regular expressions only.
func (m matcher) within(text string) bool {
	if m.regexp != nil {
		return m.regexp.MatchString(text)
	}
	return strings.Contains(folded(text), folded(m.written))
}

// whole reports whether all of text matches.
func (m matcher) whole(text string) bool {
	if m.regexp != nil {
		return m.regexp.MatchString(text)
	}
	return text == m.written
}

func (m matcher) String() string {
	if m.regexp != nil {
		return m.written
	}
	return strconv.Quote(m.written)
}

func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// pathPattern matches the path of a request. It is written as a path, with or without a query; as a path in which *
// matches one part; or as /a regular expression/. The zero value matches nothing.
type pathPattern struct {
	written string
	regexp  *regexp.Regexp // nil for a literal path
	query   bool           // compare the query too
}

// newPathPattern parses a pattern. Text between slashes is a regular expression only if it contains a character that
// paths do not: /calls/ is a path.
func newPathPattern(written string) (pathPattern, error) {
	p := pathPattern{written: written, query: strings.Contains(written, "?")}
	if inner, ok := patternText(written); ok && strings.ContainsAny(inner, `\^$[](){}+?|`) {
		var err error
		if p.regexp, err = regexp.Compile(inner); err != nil {
			return p, fmt.Errorf("%s is not a regular expression: %w", written, err)
		}
		p.query = false
		return p, nil
	}
	if strings.Contains(written, "*") {
		parts := strings.Split(strings.TrimPrefix(written, "/"), "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		p.regexp = regexp.MustCompile("^/" + strings.Join(parts, "[^/?]+") + "$")
	}
	return p, nil
}

func (p pathPattern) matches(u *url.URL) bool {
	got := u.Path
	if p.query {
		got = u.RequestURI()
	}
	if p.regexp != nil {
		return p.regexp.MatchString(got)
	}
	return got == p.written || got == "/"+p.written
}
