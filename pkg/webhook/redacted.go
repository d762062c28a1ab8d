package webhook

import "net/url"

// Redacted is a URL with its password, if it has one, shown as xxxxx. A URL without a password is returned as it was spelt, and
// so is what is no URL.
func Redacted(rawURL string) string {
	if u, err := url.Parse(rawURL); err == nil && u.User != nil {
		return u.Redacted()
	}
	return rawURL
}
