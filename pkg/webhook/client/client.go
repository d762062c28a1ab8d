// Package client delivers webhooks as Twilio does: signed, with Twilio's headers, patience and retries, with cookies, Basic and Digest
// passwords, over redirects, each of which is a [Hop] that can be looked at.
//
// It contacts an application and no one else: hosts that are not the application's are not asked unless a [ConnectTo] lets them be
// ([Addresses] is the rule). It judges no TwiML: what an answer means for a call is package voicesim's to say, for a message textsim's.
//
// https://www.twilio.com/docs/usage/webhooks, https://www.twilio.com/docs/usage/security and
// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides say how Twilio does it.
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

// Options say whose webhooks are delivered, and how. The zero value signs with the empty token and knows no application.
type Options struct {
	App       string            // the URL that the application is called at, which says what its own host is; "" for none
	SignAs    string            // scheme, host and perhaps path prefix that the application is known by; "" for those of App
	Token     string            // signs
	ConnectTo []ConnectTo       // hosts that are contacted beside the application's own
	Transport http.RoundTripper // nil: http.DefaultTransport. A [Transport] sends again what met a dead connection
	Random    io.Reader         // gives tokens; nil is the system's
	Jar       http.CookieJar    // the cookies of requests before; nil: there were none
}

// Client is whoever asks one application for one call, or one message: its cookies are those of that call. Make one with [New]. It is
// for one goroutine.
type Client struct {
	transport http.RoundTripper
	token     string
	random    io.Reader
	jar       http.CookieJar
	addresses *Addresses
	broken    error           // of SignAs
	noted     map[string]bool // notes that were given
	plain     map[string]bool // host:port without TLS, although URLs say it has
}

// New makes a client. What is wrong with the options, [Client.Deliver] says.
func New(o Options) *Client {
	c := &Client{transport: o.Transport, token: o.Token, random: o.Random, jar: o.Jar}
	if c.jar == nil {
		c.jar, _ = cookiejar.New(nil) // it never fails, says its documentation
	}
	if c.transport == nil {
		c.transport = http.DefaultTransport
	}
	c.addresses, c.broken = NewAddresses(o.App, o.SignAs, o.ConnectTo)
	return c
}

// Request is what is delivered.
type Request struct {
	Method string // GET or POST; "" is POST
	URL    string // absolute; its fragment holds connection overrides
	Params url.Values
	Body   *Body       // in the place of Params, nil for none
	Header http.Header // beside Twilio's own, over which it wins
	// Stay follows no redirect: what redirects is the answer.
	Stay bool
}

// Body is one that is no form, such as JSON. Twilio covers it by a digest in the query (bodySHA256), which the URL has already.
type Body struct {
	Type string // Content-Type
	Data []byte
}

// Response is the last answer, or why there is none.
type Response struct {
	URL     string // where it came from, as written: relative URLs in it begin there
	Status  int    // 0 where there was no answer
	Line    string // 404 Not Found
	Header  http.Header
	Chunked bool   // its length was not announced
	Raw     []byte // the body as it came, up to a byte more than Twilio reads; nil of an answer that redirects
	Body    []byte // the same without its Content-Encoding
	Took    time.Duration
	Hops    []Hop // every request that was made, in order: the last one is this answer's

	// Failure is why nothing can be made of it: no answer, one that cannot be decoded, or a status other than 2xx.
	Failure *Failure
	// Elsewhere is the host that was not contacted, because it is not the application's; URL is what it would have been asked for.
	Elsewhere string
	// Notes are what a reader should know, each said once by a client.
	Notes []string
}

// Unanswered is why there is no answer, as an error; nil where there is one.
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

// Hop is one request of a chain of redirects, over all of its tries.
type Hop struct {
	Method string
	URL    string     // as written and signed, without a fragment
	Params url.Values // nil where a redirect dropped them
	Status int        // 0 where there was no answer
	Header http.Header
	Took   time.Duration
	Lost   string // what the redirect that led here dropped: "POST became GET without its parameters"
}

// Failure is a problem by its number in Twilio's debugger.
type Failure struct{ Code, Message string }

func failuref(code, format string, args ...any) *Failure {
	return &Failure{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Deliver makes a request. The error is ctx's own, or says that no one can be asked with these options; everything else that goes wrong is
// the response's Failure.
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

// note gives a note, unless it was given before.
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

// withoutFragment drops the connection overrides, which are never sent and never signed. Choice: all else is signed as it is
// written, a port too.
func withoutFragment(u *url.URL) *url.URL {
	plain := *u
	plain.Fragment, plain.RawFragment = "", ""
	return &plain
}
