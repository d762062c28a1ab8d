package client

import (
	"net/http"
	"net/url"
)

// Redirect is the destination of a redirect.
type Redirect struct {
	Method string
	URL    *url.URL // without the fragment; its scheme may be one that cannot be requested
	Lost   string   // what is dropped: "POST became GET without its parameters", "" for nothing
}

// RedirectOf returns the redirect of an answer to a request with this method for the URL from,
// which may be relative; params reports whether the request had any. It returns false for an answer
// that does not redirect.
//
// Choice: a POST that is redirected by 301, 302 or 303 becomes a GET, as in browsers. The
// parameters of a GET are in its URL, and browsers do not add them to the URL of the redirect.
func RedirectOf(from *url.URL, method string, params bool, status int, header http.Header) (Redirect, bool) {
	location := header.Get("Location")
	switch status {
	default:
		return Redirect{}, false
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	}
	target, err := from.Parse(location)
	if location == "" || err != nil {
		return Redirect{}, false
	}
	to := Redirect{Method: method, URL: withoutFragment(target)}
	kept := status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
	if kept && method != http.MethodGet {
		return to, true
	}
	to.Method = http.MethodGet
	switch {
	case method != http.MethodGet:
		to.Lost = method + " became GET without its parameters"
	case params:
		to.Lost = "GET without its parameters"
	}
	return to, true
}
