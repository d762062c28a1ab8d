package webhook

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// unclear returns why the application could read another request than the checked one, or "". No
// request of Twilio's is unclear. A signature covers the URL and the parameters, but not the parts
// of a request that determine what the parameters are, so those must allow only one reading.
func unclear(r *http.Request, f posted) string {
	for _, reason := range []string{unclearTarget(r), unclearMethod(r), unclearHeader(r), unclearBody(r, f)} {
		if reason != "" {
			return reason
		}
	}
	return ""
}

// unclearTarget rejects a target that is not a path, and one with a "#": net/http reads what follows as part of the path
// or query, and a signature does not cover it. A part of the path in the Host header would be signed but not read;
// net/http's server rejects that for HTTP/1, but other servers might not.
func unclearTarget(r *http.Request) string {
	switch at := target(r); {
	case strings.Contains(at, "#"):
		return `there is a "#" in the path or query`
	case !strings.HasPrefix(at, "/"), r.URL.Opaque != "" && !strings.HasPrefix(r.RequestURI, "/"):
		return "the request has no path that begins with a slash"
	case strings.ContainsAny(r.Host, "/?#@\\ "):
		return "the Host header has more than a host, and could contain the beginning of the path"
	}
	return ""
}

// unclearMethod rejects methods that Twilio does not use. The method is not signed, so a client
// that has seen a signed GET could send a DELETE of the same URL.
func unclearMethod(r *http.Request) string {
	switch r.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodPost:
		return ""
	}
	return "the method is " + r.Method + ", but Twilio sends GET and POST"
}

// unclearHeader rejects headers by which frameworks use another method, path or body than the
// request has, and duplicates of headers that must be unique, because the next reader may use the
// other one. CGI and WSGI read "_" as "-" in header names.
func unclearHeader(r *http.Request) string {
	seen := map[string]int{}
	for name, values := range r.Header {
		name = http.CanonicalHeaderKey(strings.ReplaceAll(name, "_", "-"))
		seen[name] += len(values)
		switch name {
		case "X-Http-Method-Override", "X-Http-Method", "X-Method-Override":
			return "the header " + name + " asks for another method than the request has"
		case "X-Original-Url", "X-Rewrite-Url":
			for _, value := range values {
				if a := split(value); a.path+a.query != target(r) {
					return "the header " + name + " asks for another path than the request has"
				}
			}
		case "Content-Encoding":
			if len(values) != 1 || !strings.EqualFold(values[0], "identity") {
				return "the body is encoded, but Twilio sends it unencoded"
			}
		}
	}
	for _, name := range []string{SignatureHeader, SettingsHeader, "Content-Type"} {
		if seen[name] > 1 {
			return "there is more than one " + name + " header"
		}
	}
	return ""
}

// unclearBody rejects a form that cannot be parsed or has a charset other than UTF-8, and a body
// that was partly read before the check.
func unclearBody(r *http.Request, f posted) string {
	switch {
	case r.ContentLength > int64(len(f.body)):
		return "the body, or a part of it, was read before the check"
	case !f.is:
		return ""
	case f.charset != "" && !strings.EqualFold(f.charset, "utf-8"):
		return "the charset of the form is " + f.charset + ", but Twilio's is UTF-8"
	case f.wrong != nil:
		return "the body is declared as a form, but cannot be read as one: " + f.wrong.Error()
	}
	return ""
}

// posted is the body of a request and, if its Content-Type is that of a form, the parsed form.
type posted struct {
	is      bool // the body is a form
	body    []byte
	charset string
	params  url.Values
	wrong   error // why the form is invalid
}

func postedBy(r *http.Request, body []byte) posted {
	f := posted{body: body}
	if r.Method != http.MethodPost {
		return f
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return f
	}
	f.is, f.charset = true, params["charset"]
	f.params, f.wrong = url.ParseQuery(string(body))
	return f
}
