package webhook

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"
)

// maxBody is how much of a request is read when a Handler does not say. Twilio's forms have a few kilobytes.
const maxBody = 1 << 20

// Handler lets requests that Twilio signed through to Next and answers all others with 403. Its zero value lets nothing
// through. It is safe for concurrent use as long as its fields are not changed.
//
// The body is read for the check and is there again for Next, which also finds the form parsed. What Next can read of the URL,
// the form and the body is what was signed: a request that could be read in another way than it was checked is refused, such
// as one with a form that cannot be parsed, with two Content-Type headers, or with another method than GET, HEAD and POST.
// Other headers, the order of the values of one name, and the method are not covered by Twilio's signatures.
type Handler struct {
	Token string // the auth token of the account that owns the numbers

	// PublicURL is where Twilio reaches the application: "https://x.ngrok.app", with a path when a proxy takes one away. A scheme
	// that is missing is https; the whole URL of a webhook is understood as well.
	// The path and query of each request are put behind it. Without it the Host of the request is believed, which is right
	// only for an application that nothing stands in front of.
	PublicURL string

	Next    http.Handler
	MaxBody int64 // bytes of a body, 0 for 1 MiB; 413 for more

	// SharedKeys are secrets by the SID of their SharedKey, for requests that Twilio signs with one; see [SettingsHeader]. Nil is
	// none: such requests are refused then.
	SharedKeys map[string]string

	// Rejected, when set, is told why each request was refused. It must be safe for concurrent use, and is not for an
	// application in production: [Check] runs for it, which a stranger could make use of.
	Rejected func(*http.Request, Verdict)
}

// Require is a [Handler] with the usual fields. It panics where one of them cannot be right, rather than refuse every request: no
// token, no next handler, or a public URL of another scheme than http and https.
func Require(token, publicURL string, next http.Handler) http.Handler {
	scheme, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(publicURL)), "://")
	switch {
	case token == "":
		panic("webhook: Require needs the auth token of the account")
	case next == nil:
		panic("webhook: Require needs a handler for the requests that Twilio has signed")
	case ok && scheme != "http" && scheme != "https":
		panic("webhook: Require needs an http or https URL, but got " + publicURL)
	}
	return Handler{Token: token, PublicURL: publicURL, Next: next}
}

// ServeHTTP implements [http.Handler].
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, cmp.Or(h.MaxBody, maxBody)))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		http.Error(w, "The request is larger than Twilio's largest.", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "The request could not be read.", http.StatusBadRequest)
		return
	}
	request := h.Request(r, body)
	if !request.Valid() {
		if h.Rejected != nil {
			request.Alternatives = Alternatives(r)
			h.Rejected(r, Check(request))
		}
		http.Error(w, SignatureHeader+" is missing or not that of this request.", http.StatusForbidden)
		return
	}
	if h.Next == nil {
		http.Error(w, "webhook: the Handler has no Next to answer the signed request", http.StatusInternalServerError)
		return
	}
	request.Restore(r)
	h.Next.ServeHTTP(w, r)
}

// Request is r as it is checked, with the whole body that was read of it. For one that could be read in another way, such as a
// form that cannot be parsed, Unclear is set, and nothing matches then.
func (h Handler) Request(r *http.Request, body []byte) Request {
	f := postedBy(r, body)
	request := Request{
		Token: h.Token, Signature: r.Header.Get(SignatureHeader), URL: h.publicURL(r), Unclear: unclear(r, f),
		Settings: r.Header.Get(SettingsHeader), SharedKeys: h.SharedKeys,
	}
	switch {
	case f.is:
		request.RawForm = body
		if f.wrong == nil {
			request.Params = f.params
		}
	case len(body) > 0:
		request.Body = body
	}
	return request
}

// Restore gives the body that was checked back to the request that it was read of, and nothing else to read: what was parsed
// before is dropped, so that it is parsed again from what was signed. The form is there already.
func (r Request) Restore(to *http.Request) {
	body := r.Body
	if body == nil {
		body = r.RawForm
	}
	to.Body = io.NopCloser(bytes.NewReader(body))
	to.ContentLength, to.TransferEncoding = int64(len(body)), nil
	to.Form, to.MultipartForm, to.PostForm = nil, nil, r.Params
}

// Valid is [Verify] or [VerifyBody], or the same with a SharedKey, whichever the request needs. A request that is unclear is
// not valid. Where the query has a bodySHA256, the body must be the one that it was made of, also when it is a form or empty.
// See [Check] for the reason when it is not.
func (r Request) Valid() bool {
	k, err := r.key()
	if err != nil || r.Unclear != "" || !k.verify(r.Signature, r.URL, r.signedParams()) {
		return false
	}
	return r.bodyCovered(r.URL)
}

// bodyCovered reports whether a signature for target says what the body is.
func (r Request) bodyCovered(target string) bool {
	// Choice: a form or an empty body whose query has a bodySHA256 must match it too. Else a signed request for JSON could be sent
	// again without its JSON.
	switch {
	case r.Body != nil:
		return bodyMatches(target, r.Body)
	case len(bodyHashes(target)) == 0:
		return true
	case r.RawForm == nil && len(r.Params) > 0: // of which the bytes are not known
		return true
	}
	return bodyMatches(target, r.RawForm)
}

// publicURL is what Twilio called, if the configuration is right.
func (h Handler) publicURL(r *http.Request) string {
	base := h.base(r)
	if base == "" {
		base = "http://" + r.Host
		if r.TLS != nil {
			base = "https://" + r.Host
		}
	}
	if r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		// <Stream> and <ConversationRelay> are signed with the wss:// URL of the TwiML.
		if rest, ok := strings.CutPrefix(base, "http"); ok {
			base = "ws" + rest
		}
	}
	return base + target(r)
}

// base is PublicURL as Twilio writes it: with a scheme, https where there is none, and scheme and host in lower case. One that ends
// with the path of the request is the whole URL of the webhook, and that path is there once.
func (h Handler) base(r *http.Request) string {
	base := strings.TrimRight(strings.TrimSpace(h.PublicURL), "/")
	if base == "" {
		return ""
	}
	scheme, rest, ok := strings.Cut(base, "://")
	if !ok {
		scheme, rest = "https", base
	}
	host, path, _ := strings.Cut(rest, "/")
	if path != "" {
		path = "/" + path
	}
	user := ""
	if i := strings.LastIndex(host, "@"); i >= 0 {
		user, host = host[:i+1], host[i+1:] // a password has capitals of its own
	}
	requested, _, _ := strings.Cut(target(r), "?")
	return strings.ToLower(scheme) + "://" + user + strings.ToLower(host) + strings.TrimSuffix(path, strings.TrimSuffix(requested, "/"))
}

// target is path and query as they came. r.URL may have been changed on the way, by http.StripPrefix for one.
func target(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}
