package webhook

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

const (
	maxAlternatives = 8   // limit on Request.Alternatives
	maxURLs         = 600 // limit on URLs, those with the smallest differences
)

// tryURLs looks for another URL that matches the signature.
func (r Request) tryURLs(s *search) (Verdict, bool) {
	k, _ := r.key()
	a := newAttempt(k, reading{params: r.signedParams()})
	for _, target := range r.urls() {
		if signed, ok := s.anySpelling(a, target); ok {
			return urlVerdict(r.URL, signed), true
		}
	}
	return Verdict{}, false
}

// urls returns the given URL and others that differ from it in one or two parts, those with one
// difference first. They are combined from the alternatives and the usual changes of each part. An
// alternative as a whole is one difference, and so is its scheme with host and port, because an
// application that takes the wrong host takes all three.
func (r Request) urls() []string {
	own := split(withoutFragment(r.URL))
	origins := []address{own}
	for _, scheme := range []string{"https", "http", "wss", "ws"} {
		other := own
		other.scheme = scheme
		origins = append(origins, other)
	}
	if own.user != "" {
		origins = append(origins, address{scheme: own.scheme, host: own.host, port: own.port})
	}
	paths, queries := r.paths(own), r.queries(own)
	var whole []string
	for _, alternative := range r.Alternatives[:min(len(r.Alternatives), maxAlternatives)] {
		a := split(withoutFragment(alternative))
		whole = append(whole, a.String())
		origins = append(origins, a)
		if a.user != "" && a.user != own.user {
			known := own // a proxy may keep the host and drop the user
			known.user = a.user
			origins = append(origins, known)
		}
		paths = append(paths, a.path)
		if a.path != "/" && a.path != "" {
			paths = append(paths, strings.TrimSuffix(a.path, "/")+own.path)
		}
		queries = append(queries, a.query)
	}
	var all []candidate
	for i, origin := range origins {
		for j, path := range paths {
			for k, query := range queries {
				a := address{origin.scheme, origin.user, origin.host, origin.port, path, query}
				if differences := min(i, 1) + min(j, 1) + min(k, 1); differences <= 2 {
					all = append(all, candidate{a.String(), differences})
				}
			}
		}
	}
	for _, target := range whole {
		all = append(all, candidate{target, 1})
	}
	return nearest(all)
}

type candidate struct {
	url         string
	differences int
}

// nearest sorts candidates by the size of their difference. The search skips duplicates.
func nearest(all []candidate) []string {
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.differences, b.differences) })
	urls := make([]string, len(all))
	for i, c := range all {
		urls[i] = c.url
	}
	urls = slices.Compact(urls)
	return urls[:min(len(urls), maxURLs)]
}

// paths returns variants of the path: unchanged, with or without the last slash, without doubled
// slashes, without % escapes, and without the first segments, which a proxy may have added.
func (r Request) paths(a address) []string {
	paths := []string{a.path, a.path + "/"}
	if trimmed, ok := strings.CutSuffix(a.path, "/"); ok {
		paths[1] = trimmed
	}
	if strings.Contains(a.path, "//") {
		paths = append(paths, strings.ReplaceAll(a.path, "//", "/"))
	}
	if decoded, err := url.PathUnescape(a.path); err == nil && decoded != a.path {
		paths = append(paths, decoded)
	}
	rest := a.path
	for range 3 {
		i := strings.IndexByte(strings.TrimPrefix(rest, "/"), '/')
		if i < 0 {
			break
		}
		rest = rest[i+1:]
		paths = append(paths, rest)
	}
	return paths
}

// urlVerdict names the parts in which the signed URL differs from the checked one.
func urlVerdict(given, signed string) Verdict {
	g, s := split(withoutFragment(given)), split(signed)
	var parts []string
	v := Verdict{URL: signed}
	for _, part := range []struct {
		differs bool
		cause   Cause
		fix     string
	}{
		{g.host != s.host, OtherHost, "check against the public URL, not the host that the application sees behind a tunnel or proxy: set it to " + redacted(s)},
		{!strings.EqualFold(g.scheme, s.scheme), OtherScheme, "something in front of the application ends TLS: check against the public URL, which begins with " + s.scheme + "://"},
		{g.port != s.port, OtherPort, portFix(s.port)},
		{g.user != s.user, OtherUser, userFix(s.user)},
		{g.path != s.path, OtherPath, "check against the path in Twilio's settings, with or without the slash at its end: " + s.path},
		{g.query != s.query, OtherQuery, queryFix(g.query, s.query)},
	} {
		if !part.differs {
			continue
		}
		parts = append(parts, string(part.cause))
		if v.Cause == None {
			v.Cause, v.Fix = part.cause, part.fix
		}
	}
	v.Reason = fmt.Sprintf("Twilio signed %s, but %s was checked: different %s", redacted(s), redacted(g), strings.Join(parts, " and "))
	return v
}

func portFix(signed string) string {
	if signed == "" {
		return "the URL in Twilio's settings has no port: check against it without one"
	}
	return "check against the URL with the port in Twilio's settings: " + signed
}

func userFix(signed string) string {
	if signed == "" {
		return "the URL in Twilio's settings has no user name and password: check against it without them"
	}
	return "the user name and password of the URL in Twilio's settings are signed: check against the URL with them"
}

// redacted returns a URL without its password, for display.
func redacted(a address) string {
	if name, _, ok := strings.Cut(a.user, ":"); ok {
		a.user = name + ":…@"
	}
	return a.String()
}
