package voicesim

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// identity is the URL that an application believes it is called at, where that is another one than it is called at: behind
// a tunnel or a proxy it checks signatures for its public URL. The zero value has signatures made for what is called.
type identity struct {
	public *url.URL // nil for the URL that is called
	host   string   // of the application; other hosts know themselves by their own names
	broken error
}

// newIdentity reads [Options.SignAs]: a scheme and a host, and the path that a proxy in between takes away.
func newIdentity(o Options) identity {
	called, err := url.Parse(o.Call.URL)
	if o.SignAs == "" || err != nil {
		return identity{}
	}
	public, err := url.Parse(o.SignAs)
	if err != nil || !callable(public) || public.RawQuery != "" || public.Fragment != "" || public.User != nil {
		return identity{broken: fmt.Errorf("sign as %q: it is no http or https URL of a scheme, a host and perhaps a path", redacted(o.SignAs))}
	}
	return identity{public: public, host: called.Host}
}

// url is what the signature of a request is made for. A path of the public URL stands before the request's own: a proxy that
// answers for https://example.com/phone and hands on what lies below is signed for as https://example.com/phone.
func (i identity) url(target *url.URL) string {
	if i.public == nil || target.Host != i.host {
		return target.String()
	}
	known := *target
	known.Scheme, known.Host = i.public.Scheme, i.public.Host
	if prefix := strings.TrimSuffix(i.public.EscapedPath(), "/"); prefix != "" {
		path := prefix + target.EscapedPath()
		known.RawPath = path
		known.Path = strings.TrimSuffix(i.public.Path, "/") + target.Path
	}
	return known.String()
}

// form is the body of a request, nil for a GET, whose parameters are in its URL, and the signature of either.
func (c *client) form(r request, target *url.URL) (body io.Reader, signature string) {
	known := c.identity.url(target)
	if r.method == http.MethodGet {
		return nil, webhook.Sign(c.token, known, nil)
	}
	encoded, signature := webhook.SignForm(c.token, known, r.params)
	return strings.NewReader(encoded), signature
}
