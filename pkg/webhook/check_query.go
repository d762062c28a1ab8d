package webhook

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// maxPairs limits the query parameters that are changed one by one.
const maxPairs = 12

// queries returns variants of the query: unchanged, empty, with the hash of the body, in another
// order, decoded, and without each of its parameters.
func (r Request) queries(a address) []string {
	queries := []string{a.query, ""}
	if r.Body != nil {
		sum := sha256.Sum256(r.Body)
		pair := bodyParam + "=" + hex.EncodeToString(sum[:])
		queries = append(queries, "?"+strings.TrimPrefix(a.query+"&"+pair, "?&"), "?"+pair)
		if a.query != "" {
			queries = append(queries, a.query+"&"+pair)
		}
	}
	query := strings.TrimPrefix(a.query, "?")
	if query == "" {
		return queries
	}
	for _, changed := range []string{decodedOnce(query), escapeQuery(decodedOnce(query)), plusOrSpace(query)} {
		queries = append(queries, "?"+changed)
	}
	pairs := strings.Split(query, "&")
	for _, order := range orders(pairs) {
		queries = append(queries, "?"+strings.Join(order, "&"))
	}
	for i := 0; i < len(pairs) && i < maxPairs && len(pairs) > 1; i++ {
		queries = append(queries, "?"+strings.Join(slices.Delete(slices.Clone(pairs), i, i+1), "&"))
	}
	return queries
}

func decodedOnce(query string) string {
	if decoded, err := url.QueryUnescape(query); err == nil {
		return decoded
	}
	return query
}

// plusOrSpace writes spaces the other way: as + or as %20.
func plusOrSpace(query string) string {
	if strings.Contains(query, "+") {
		return strings.ReplaceAll(query, "+", "%20")
	}
	return strings.ReplaceAll(query, "%20", "+")
}
