package webhook

import "net/url"

// Redacted returns a URL with its password, if it has one, replaced by xxxxx. A URL without a
// password, or text that is not a URL, is returned unchanged.
func Redacted(rawURL string) string {
	if u, err := url.Parse(rawURL); err == nil && u.User != nil {
		return u.Redacted()
	}
	return rawURL
}
