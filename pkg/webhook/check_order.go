package webhook

import (
	"net/url"
	"slices"
	"strings"
)

// maxOrdered limits the parameters whose orders are all tried: 120 orders.
const maxOrdered = 5

// orders returns the orders that a query may have had before it was sorted or read into a map: all
// of them for up to five parameters; for more, sorted, reversed, and the application's own before
// or after Twilio's, which begin with a capital.
func orders(pairs []string) [][]string {
	if len(pairs) > maxOrdered {
		sorted, backwards := slices.Sorted(slices.Values(pairs)), slices.Clone(pairs)
		slices.Reverse(backwards)
		var own, twilios []string
		for _, pair := range pairs {
			if pair != "" && 'A' <= pair[0] && pair[0] <= 'Z' {
				twilios = append(twilios, pair)
			} else {
				own = append(own, pair)
			}
		}
		all := [][]string{sorted, backwards, append(slices.Clone(twilios), own...)}
		for _, ours := range permuted(own) {
			all = append(all, append(ours, twilios...))
		}
		return all
	}
	return permuted(pairs)
}

// permuted returns all orders of a few parameters, or only the given order of many.
func permuted(pairs []string) [][]string {
	if len(pairs) < 2 || len(pairs) > maxOrdered {
		return [][]string{slices.Clone(pairs)}
	}
	var all [][]string
	for i, first := range pairs {
		for _, rest := range permuted(slices.Delete(slices.Clone(pairs), i, i+1)) {
			all = append(all, append([]string{first}, rest...))
		}
	}
	return all
}

// queryFix returns how to fix a query that was checked in another form than it was signed.
func queryFix(given, signed string) string {
	g, s := strings.TrimPrefix(given, "?"), strings.TrimPrefix(signed, "?")
	switch {
	case s == "":
		return "the URL in Twilio's settings has no query: check against it without one"
	case g == "":
		return "check against the URL with its query: " + signed
	case sameInAnyOrder(strings.Split(g, "&"), strings.Split(s, "&")):
		return "a proxy in front of the application sorts the query: make it pass the query on unchanged, or check against " + signed
	case sameInAnyOrder(decodedPairs(g), decodedPairs(s)):
		return "a proxy in front of the application rewrites the query: make it pass the query on unchanged, or check against " + signed
	}
	return "check against exactly the query in Twilio's settings: " + signed
}

// sameInAnyOrder reports whether two lists have the same elements in any order.
func sameInAnyOrder(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func decodedPairs(query string) []string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		pairs[i] = unescapeLenient(name) + "=" + unescapeLenient(value)
	}
	return pairs
}

// withUser returns a URL with user and password before its host, in a browser's spelling and
// unescaped.
func withUser(target, user, password string) []string {
	a := split(target)
	a.user = url.UserPassword(user, password).String() + "@"
	all := []string{a.String()}
	if a.user = user + ":" + password + "@"; a.String() != all[0] {
		all = append(all, a.String())
	}
	return all
}
