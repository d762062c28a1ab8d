package webhook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

const (
	mostAlternatives = 8   // looked at of Request.Alternatives
	mostURLs         = 500 // tried, those that differ least first
)

// tryURLs looks for another URL that gives the signature.
func (r Request) tryURLs() (Verdict, bool) {
	params := r.Params
	if r.Body != nil {
		params = nil
	}
	s := newSigner(r.Token, params)
	for _, target := range r.urls() {
		if signed, ok := s.verify(r.Signature, target); ok {
			return urlVerdict(r.URL, signed), true
		}
	}
	return Verdict{}, false
}

// urls lists the given URL and others, made of the parts of the alternatives and of what usually happens to each part.
func (r Request) urls() []string {
	own := split(withoutFragment(r.URL))
	alternatives := r.Alternatives[:min(len(r.Alternatives), mostAlternatives)]
	schemes, authorities := []address{own}, []address{own, {host: own.host, port: own.port}}
	paths, queries := slashes(own), r.queries(own)
	for _, alternative := range alternatives {
		a := split(withoutFragment(alternative))
		schemes = append(schemes, a)
		authorities = append(authorities, a)
		paths = append(paths, a)
		queries = append(queries, a)
	}
	for _, scheme := range []string{"https", "http", "wss", "ws"} {
		schemes = append(schemes, address{scheme: scheme})
	}
	var all []candidate
	for i, scheme := range schemes {
		for j, authority := range authorities {
			for k, path := range paths {
				for l, query := range queries {
					a := address{scheme.scheme, authority.user, authority.host, authority.port, path.path, query.query}
					all = append(all, candidate{a.String(), min(i, 1) + min(j, 1) + min(k, 1) + min(l, 1)})
				}
			}
		}
	}
	return nearest(all)
}

type candidate struct {
	url         string
	differences int
}

func nearest(all []candidate) []string {
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.differences, b.differences) })
	seen := map[string]bool{}
	var urls []string
	for _, c := range all {
		if !seen[c.url] && len(urls) < mostURLs {
			seen[c.url] = true
			urls = append(urls, c.url)
		}
	}
	return urls
}

// slashes is the path as it is, with its last slash or without it, and without doubled slashes.
func slashes(a address) []address {
	paths := []address{a, {path: a.path + "/"}}
	if trimmed, ok := strings.CutSuffix(a.path, "/"); ok {
		paths[1].path = trimmed
	}
	if strings.Contains(a.path, "//") {
		paths = append(paths, address{path: strings.ReplaceAll(a.path, "//", "/")})
	}
	return paths
}

// queries is the query as it is, without any, without each of its first parameters, and with the hash of the body.
func (r Request) queries(a address) []address {
	queries := []address{a, {}}
	if r.Body != nil {
		sum := sha256.Sum256(r.Body)
		pair := bodyParam + "=" + hex.EncodeToString(sum[:])
		queries = append(queries, address{query: "?" + strings.TrimPrefix(a.query+"&"+pair, "?")}, address{query: "?" + pair})
	}
	pairs := strings.Split(strings.TrimPrefix(a.query, "?"), "&")
	for i := 0; i < len(pairs) && i < 16 && len(pairs) > 1; i++ {
		rest := slices.Delete(slices.Clone(pairs), i, i+1)
		queries = append(queries, address{query: "?" + strings.Join(rest, "&")})
	}
	return queries
}

// urlVerdict names the parts in which the URL that was signed differs from the one that was checked.
func urlVerdict(given, signed string) Verdict {
	g, s := split(withoutFragment(given)), split(signed)
	var parts []string
	v := Verdict{URL: signed}
	for _, part := range []struct {
		differs bool
		cause   Cause
		mend    string
	}{
		{g.host != s.host, OtherHost, "check against the public URL, not the host that the application sees behind a tunnel or proxy: set it to " + redacted(s)},
		{!strings.EqualFold(g.scheme, s.scheme), OtherScheme, "something in front of the application ends TLS: check against the public URL, which begins with " + s.scheme + "://"},
		{g.port != s.port, OtherPort, "check against the URL with the port that Twilio was given"},
		{g.user != s.user, OtherUser, "user name and password of the configured URL are signed: check against the URL with them"},
		{g.path != s.path, OtherPath, "check against the path that Twilio was given, with or without the slash at its end: " + s.path},
		{g.query != s.query, OtherQuery, "check against the query as it came, letter for letter: " + cmp.Or(s.query, "none")},
	} {
		if !part.differs {
			continue
		}
		parts = append(parts, string(part.cause))
		if v.Cause == None {
			v.Cause, v.Mend = part.cause, part.mend
		}
	}
	v.Reason = fmt.Sprintf("Twilio signed %s, and %s was checked: another %s", redacted(s), redacted(g), strings.Join(parts, " and "))
	return v
}

// redacted is a URL that may be shown: without its password.
func redacted(a address) string {
	if name, _, ok := strings.Cut(a.user, ":"); ok {
		a.user = name + ":…@"
	}
	return a.String()
}
