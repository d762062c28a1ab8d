package webhook

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"
)

// maxBody is the default limit on a body, in bytes. Twilio's forms have a few kilobytes.
const maxBody = 1 << 20

// Handler passes requests that Twilio signed to Next, and answers all others with 403. The zero
// value passes nothing. It is safe for concurrent use as long as its fields are not changed.
//
// Next gets the body that was checked, and finds the form parsed. The URL, the form and the body
// that Next can read are what was signed. A request that could be read in another way than it was
// checked is rejected, such as one with a form that cannot be parsed, with two Content-Type
// headers, or with a method other than GET, HEAD and POST. Twilio's signatures do not cover other
// headers, the order of the values of one name, or the method.
type Handler struct {
	Token string // auth token of the account that owns the numbers

	// PublicURL is the URL at which Twilio reaches the application: "https://x.ngrok.app", with a
	// path if a proxy removes one. A missing scheme is https; the whole URL of a webhook is
	// accepted as well. The path and query of each request are appended to it. Without it, the Host
	// of the request is trusted, which is correct only for an application without a tunnel or proxy
	// in front.
	PublicURL string

	Next    http.Handler
	MaxBody int64 // limit on the body in bytes, 0 for 1 MiB; a larger one gets 413

	// SharedKeys are secrets by the SID of their SharedKey, for requests that Twilio signs with
	// one; see [SettingsHeader]. If it is nil, such requests are rejected.
	SharedKeys map[string]string

	// Rejected, if not nil, is called with the reason for each rejected request. It must be safe
	// for concurrent use. Do not set it in production: [Check] runs for it, and untrusted clients
	// could exploit its cost.
	Rejected func(*http.Request, Verdict)
}

// Require returns a [Handler] with the usual fields. Instead of rejecting every request, it panics
// if one of them is invalid: no token, no next handler, or a public URL with a scheme other than
// http and https.
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

// Request returns r in the form that is checked; body is the whole body that was read from it. If r
// could be read in another way, such as a form that cannot be parsed, Unclear is set, and nothing
// matches.
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

// Restore sets the body of a request to the one that was checked. It drops what was parsed before,
// so that the request is parsed again from what was signed. The form is already set.
func (r Request) Restore(to *http.Request) {
	body := r.Body
	if body == nil {
		body = r.RawForm
	}
	to.Body = io.NopCloser(bytes.NewReader(body))
	to.ContentLength, to.TransferEncoding = int64(len(body)), nil
	to.Form, to.MultipartForm, to.PostForm = nil, nil, r.Params
}

// Valid is [Verify] or [VerifyBody], or the same with a SharedKey, as the request requires. An
// unclear request is not valid. If the query has a bodySHA256, it must match the body, also if that
// is a form or empty. [Check] returns the reason for an invalid request.
func (r Request) Valid() bool {
	k, err := r.key()
	if err != nil || r.Unclear != "" || !k.verify(r.Signature, r.URL, r.signedParams()) {
		return false
	}
	return r.bodyCovered(r.URL)
}

// bodyCovered reports whether a signature for target covers the body.
func (r Request) bodyCovered(target string) bool {
	// Choice: a form or an empty body whose query has a bodySHA256 must match it too. Otherwise a
	// signed request with JSON could be sent again without its JSON.
	switch {
	case r.Body != nil:
		return bodyMatches(target, r.Body)
	case len(bodyHashes(target)) == 0:
		return true
	case r.RawForm == nil && len(r.Params) > 0: // whose bytes are not known
		return true
	}
	return bodyMatches(target, r.RawForm)
}

// publicURL returns the URL that Twilio called, if the configuration is correct.
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

// base returns PublicURL as Twilio writes it: with a scheme, https if none is given, and with
// scheme and host in lower case. If it ends with the path of the request, it is the whole URL of
// the webhook, and the path is not appended again.
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
		user, host = host[:i+1], host[i+1:] // a password is case-sensitive
	}
	requested, _, _ := strings.Cut(target(r), "?")
	return strings.ToLower(scheme) + "://" + user + strings.ToLower(host) + strings.TrimSuffix(path, strings.TrimSuffix(requested, "/"))
}

// target returns the path and query as received. r.URL may have been changed, for example by
// http.StripPrefix.
func target(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}
