package scenario

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// pathPattern is the path of a request as a scenario writes it: a path, with or without a query; a path in which * stands for
// one part; or /a regular expression/ for the path. The zero value matches nothing.
type pathPattern struct {
	written string
	regexp  *regexp.Regexp // nil for a path without * that is no expression
	query   bool           // the query counts too
}

// newPathPattern reads a path. One that begins and ends with a slash is an expression only if it has something in it that no path
// has: /calls/ is a path.
func newPathPattern(written string) (pathPattern, error) {
	p := pathPattern{written: written, query: strings.Contains(written, "?")}
	if inner, ok := between(written); ok && strings.ContainsAny(inner, `\^$[](){}+?|`) {
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
