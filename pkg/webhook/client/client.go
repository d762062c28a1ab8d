// Package client delivers webhooks as Twilio does: signed, with Twilio's headers, timeouts and retries, with cookies, Basic
// and Digest passwords, and following redirects, each of which is recorded as a [Hop].
//
// It contacts only the application: other hosts are not contacted unless a [ConnectTo] allows them ([Addresses] is the
// rule). It does not evaluate TwiML: what an answer means for a call is decided by package voicesim, and for a message by
// textsim.
//
// https://www.twilio.com/docs/usage/webhooks, https://www.twilio.com/docs/usage/security and
// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides describe Twilio's behavior.
package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Options describe the application and how webhooks are delivered. The zero value signs with the
// empty token and has no application.
type Options struct {
	App       string            // URL of the application, which determines its own host; "" for none
	SignAs    string            // public scheme and host with an optional path prefix; "" for those of App
	Token     string            // auth token that signs
	ConnectTo []ConnectTo       // hosts that are contacted in addition to the application's own
	Transport http.RoundTripper // nil: http.DefaultTransport. A [Transport] repeats requests that met a closed connection
	Random    io.Reader         // source of tokens; nil is the system's
	Jar       http.CookieJar    // cookies of earlier requests; nil starts without cookies
}

// Client makes the requests to one application for one call or one message, whose cookies it
// stores. Make one with [New]. It is not safe for concurrent use.
type Client struct {
	transport http.RoundTripper
	token     string
	random    io.Reader
	jar       http.CookieJar
	addresses *Addresses
	broken    error           // error in SignAs
	noted     map[string]bool // notes that were returned
	plain     map[string]bool // host:port without TLS, although its URLs use https
}

// New returns a client. [Client.Deliver] reports errors in the options.
func New(o Options) *Client {
	c := &Client{transport: o.Transport, token: o.Token, random: o.Random, jar: o.Jar}
	if c.jar == nil {
		c.jar, _ = cookiejar.New(nil) // it never fails, according to its documentation
	}
	if c.transport == nil {
		c.transport = http.DefaultTransport
	}
	c.addresses, c.broken = NewAddresses(o.App, o.SignAs, o.ConnectTo)
	return c
}

// Request is a webhook to deliver.
type Request struct {
	Method string // GET or POST; "" is POST
	URL    string // absolute; its fragment holds connection overrides
	Params url.Values
	Body   *Body       // instead of Params; may be nil
	Header http.Header // in addition to Twilio's headers, which it overrides
	// Stay follows no redirect: the redirect is the answer.
	Stay bool
}

// Body is a body that is not a form, such as JSON. Twilio signs it through a digest in the query
// (bodySHA256), which the URL already contains.
type Body struct {
	Type string // Content-Type
	Data []byte
}

// Response is the last answer, or the reason for its absence.
type Response struct {
	URL     string // of the answer, as written: relative URLs in the answer start there
	Status  int    // 0 if there was no answer
	Line    string // 404 Not Found
	Header  http.Header
	Chunked bool   // the length was not announced
	Raw     []byte // body as received, up to a byte more than Twilio reads; nil for a redirect
	Body    []byte // Raw without its Content-Encoding
	Took    time.Duration
	Hops    []Hop // all requests in order; the last one got this answer

	// Failure is why the answer cannot be used: it is missing, it cannot be decoded, or its status
	// is not 2xx.
	Failure *Failure
	// Elsewhere is a host that was not contacted, because it is not the application's; URL is what
	// would have been requested.
	Elsewhere string
	// Notes are remarks for readers; a client returns each only once.
	Notes []string
}

// Unanswered returns an error if there is no answer, and nil if there is one.
func (r Response) Unanswered() error {
	switch {
	case r.Status != 0:
		return nil
	case r.Elsewhere != "":
		return fmt.Errorf("%s is not the application's host", r.Elsewhere)
	case r.Failure != nil:
		return errors.New(r.Failure.Message)
	}
	return errors.New("no response")
}

// Hop is one request of a chain of redirects, including its retries.
type Hop struct {
	Method string
	URL    string     // as written and signed, without the fragment
	Params url.Values // nil if a redirect dropped them
	Status int        // 0 if there was no answer
	Header http.Header
	Took   time.Duration
	Lost   string // what the redirect before it dropped: "POST became GET without its parameters"
}

// Failure is a problem with its code in Twilio's debugger.
type Failure struct{ Code, Message string }

func failuref(code, format string, args ...any) *Failure {
	return &Failure{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Deliver makes a request. The error is ctx's own, or says that no request can be made with these
// options; any other failure is the response's Failure.
func (c *Client) Deliver(ctx context.Context, r Request) (Response, error) {
	if c.broken != nil {
		return Response{}, c.broken
	}
	got := Response{URL: r.URL}
	target, err := url.Parse(r.URL)
	if err != nil || !Callable(target) {
		got.Failure = failuref("11100", "%q is not an absolute http or https URL", webhook.Redacted(r.URL))
		return got, nil
	}
	overrides, err := webhook.ParseOverrides(r.URL)
	if wrong, ok := err.(*webhook.OverrideError); ok { //nolint:errorlint // it is never wrapped
		got.Failure = &Failure{Code: wrong.Code, Message: wrong.Error()}
		return got, nil
	}
	if r.Method == "" {
		r.Method = http.MethodPost
	}
	began := time.Now()
	d := delivery{client: c, overrides: overrides, stay: r.Stay, header: r.Header, idempotency: webhook.NewIdempotencyToken(c.random)}
	d.run(ctx, &got, request{method: r.Method, url: withoutFragment(target), params: r.Params, body: r.Body})
	got.Took = time.Since(began)
	return got, ctx.Err()
}

// note adds a note, unless the client has returned it before.
func (c *Client) note(got *Response, text string) {
	if text == "" || c.noted[text] {
		return
	}
	if c.noted == nil {
		c.noted = map[string]bool{}
	}
	c.noted[text] = true
	got.Notes = append(got.Notes, text)
}

// withoutFragment removes the connection overrides, which are never sent or signed. Choice:
// everything else is signed as written, also a port.
func withoutFragment(u *url.URL) *url.URL {
	plain := *u
	plain.Fragment, plain.RawFragment = "", ""
	return &plain
}
