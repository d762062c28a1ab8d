package client

import (
	"net/http"
	"net/url"
)

// Redirect is where an answer sends a webhook on to.
type Redirect struct {
	Method string
	URL    *url.URL // without a fragment; it may be of a scheme that cannot be asked
	Lost   string   // what is dropped on the way: "POST became GET without its parameters", "" for nothing
}

// RedirectOf is where an answer sends a request of this method, for the URL from, which may be relative; params says whether it had any.
// It is false for an answer that redirects nowhere.
//
// Choice: a POST that is redirected by 301, 302 or 303 becomes a GET, as in browsers. A GET has said its parameters in the URL that it
// comes from, and no browser adds them to the one that it is sent to.
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
