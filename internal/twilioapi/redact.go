package twilioapi

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// redacted replaces a secret. It needs no escaping anywhere.
const redacted = "REDACTED"

var (
	// tokenPattern matches the auth token of an account in an answer.
	tokenPattern = lazy.Regexp(`("auth_token"\s*:\s*)"(?:[^"\\]|\\.)*"`)
	// userinfoPattern matches the user and password of a URL in any text; in JSON its slashes may be escaped.
	userinfoPattern = lazy.Regexp(`(:(?:\\?/){2})[^/?#\s"'<>\\]*@`)
)

// redact removes Authorization, auth_token, and the user and password of every URL. Each Exchange for [Options].Trace
// goes through it.
func redact(x Exchange) Exchange {
	x.URL = redactURL(x.URL)
	x.Form = redactForm(x.Form)
	x.Body = redactText(x.Body)
	x.Header = redactHeader(x.Header)
	return x
}

func redactHeader(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		if h.Get(name) != "" {
			h.Set(name, redacted)
		}
	}
	return h
}

// redactText redacts JSON and plain text.
func redactText(text string) string {
	text = tokenPattern().ReplaceAllString(text, `${1}"`+redacted+`"`)
	return userinfoPattern().ReplaceAllString(text, "${1}"+redacted+"@")
}

// masked is an error whose text contained a password, such as that of a malformed proxy URL.
type masked struct {
	error
	text string
}

func (m masked) Error() string { return m.text }
func (m masked) Unwrap() error { return m.error }

// redactError redacts the text; errors.Is and errors.AsType still work.
func redactError(err error) error {
	if text := redactText(err.Error()); text != err.Error() {
		return masked{err, text}
	}
	return err
}

// redactForm redacts encoded parameters, whose values may be URLs. Their order stays.
func redactForm(form string) string {
	pairs := strings.Split(form, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		if hidden := redactText(plain); hidden != plain {
			pairs[i] = name + "=" + url.QueryEscape(hidden)
		}
	}
	return strings.Join(pairs, "&")
}

// redactURL redacts a URL with a query.
func redactURL(text string) string {
	address, query, found := strings.Cut(text, "?")
	if !found {
		return redactText(text)
	}
	return redactText(address) + "?" + redactForm(query)
}
