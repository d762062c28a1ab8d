package scenario

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

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
