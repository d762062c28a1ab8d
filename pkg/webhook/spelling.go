package webhook

import (
	"slices"
	"strings"
)

// address is a URL in parts that can be joined to the same bytes. net/url would change the spelling
// of some URLs.
type address struct {
	scheme string // as written: "https"
	user   string // with its "@"
	host   string // with the brackets of an IPv6 address
	port   string // with its ":"
	path   string
	query  string // with its "?"
}

// split accepts any string; one that is not a URL has an empty scheme, and is only path and query.
func split(target string) address {
	var a address
	scheme, rest, ok := strings.Cut(target, "://")
	if !ok || strings.ContainsAny(scheme, "/?") {
		rest = target
	} else {
		a.scheme = scheme
		end := strings.IndexAny(rest, "/?")
		if end < 0 {
			end = len(rest)
		}
		a.authority(rest[:end])
		rest = rest[end:]
	}
	a.path = rest
	if i := strings.IndexByte(rest, '?'); i >= 0 {
		a.path, a.query = rest[:i], rest[i:]
	}
	return a
}

func (a *address) authority(s string) {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		a.user, s = s[:i+1], s[i+1:]
	}
	a.host = s
	if i := strings.LastIndexByte(s, ':'); i >= 0 && i > strings.LastIndexByte(s, ']') {
		a.host, a.port = s[:i], s[i:]
	}
}

func (a address) String() string {
	s := a.user + a.host + a.port + a.path + a.query
	if a.scheme == "" {
		return s
	}
	return a.scheme + "://" + s
}

func (a address) defaultPort() string {
	switch strings.ToLower(a.scheme) {
	case "https", "wss":
		return ":443"
	case "http", "ws":
		return ":80"
	}
	return ""
}

func (a address) webSocket() bool {
	return strings.EqualFold(a.scheme, "ws") || strings.EqualFold(a.scheme, "wss")
}

// spellings returns the other ways in which Twilio may have spelled target, most likely first, without target itself.
//
//   - Ports: every official library tries the URL with its port, without it, and with the default one.
//   - Query: the Node library tries the query as WHATWG's URL encodes it (an apostrophe as %27) and as Node's older
//     querystring does (a space as %20); the Go library encodes the path when it changes the port.
//   - WebSockets: Twilio's security page advises trying a "/" at the end.
func spellings(target string) []string {
	a := split(target)
	var all []string
	add := func(a address) {
		if s := a.String(); s != target && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	ports := []string{a.port, "", a.defaultPort()}
	paths := []string{a.path, escapePath(a.path)}
	if a.webSocket() && !strings.HasSuffix(a.path, "/") {
		paths = append(paths, a.path+"/")
	}
	queries := []string{a.query, escapeQuery(a.query), legacyQuery(a.query)}
	for _, a.query = range queries {
		for _, a.path = range paths {
			for _, a.port = range ports {
				add(a)
			}
		}
	}
	return all
}
