package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// maxHops limits the redirects that are followed (https://www.twilio.com/docs/api/errors/11215).
const maxHops = 10

// delivery is one webhook in progress, over all redirects and attempts. It is made for one
// [Request].
type delivery struct {
	client      *Client
	overrides   webhook.Overrides
	stay        bool
	header      http.Header
	idempotency string // the same for every attempt
	failed      int    // failed attempts, over all redirects
	hops        int    // redirects followed
	tries       int    // attempts for the current URL
}

// request is one request of a chain of redirects.
type request struct {
	method string
	url    *url.URL // without the fragment
	params url.Values
	body   *Body
	place  Destination
	lost   string // dropped by the redirect before this request
}

// errTotal ends a request when the time for all attempts has passed.
var errTotal = errors.New("the time limit of the whole request was reached")

// run makes the request, and follows redirects.
func (d *delivery) run(ctx context.Context, got *Response, r request) {
	limited, cancel := context.WithTimeoutCause(ctx, d.overrides.TotalTime, errTotal)
	defer cancel()
	for range maxHops + 1 {
		got.URL = r.url.String()
		var ok bool
		if r.place, ok = d.client.addresses.Find(r.url); !ok {
			got.Status, got.Elsewhere = 0, r.url.Host
			return
		}
		d.client.note(got, r.place.Note)
		a, err := d.hop(limited, got, r)
		if err != nil {
			got.Status, got.Failure = 0, d.failure(err, r.url)
			return
		}
		next, ok := r.redirected(a)
		if !ok || d.stay {
			got.take(a)
			return
		}
		got.Status, got.Line, got.Header = a.status, a.line, a.header
		d.hops++
		if !Callable(next.url) {
			got.Failure = failuref("11100", "%s redirects to %q, which is not an http or https URL", webhook.Redacted(got.URL), next.url.Redacted())
			return
		}
		r = next
	}
	got.Failure = failuref("11215", "more than %d redirects, the last one to %s%s", maxHops, r.url.Redacted(), got.loopMessage(r))
}

// hop makes one request of the chain, and records it.
func (d *delivery) hop(ctx context.Context, got *Response, r request) (answer, error) {
	began := time.Now()
	a, err := d.try(ctx, r)
	got.Hops = append(got.Hops, Hop{
		Method: r.method, URL: r.url.String(), Params: r.params, Status: a.status, Header: a.header, Took: time.Since(began), Lost: r.lost,
	})
	return a, err
}

// loopMessage returns a message if a chain returns to an earlier request.
func (got *Response) loopMessage(next request) string {
	for _, h := range got.Hops {
		if h.Method == next.method && h.URL == next.url.String() {
			return ": they form a loop"
		}
	}
	return ""
}

// redirected returns the request that an answer redirects to, if it does.
func (r request) redirected(a answer) (next request, ok bool) {
	to, ok := RedirectOf(r.url, r.method, len(r.params) > 0, a.status, a.header)
	if !ok {
		return request{}, false
	}
	next = request{method: to.Method, url: to.URL, lost: to.Lost}
	if to.Lost == "" && to.Method == r.method && r.method != http.MethodGet {
		next.params, next.body = r.params, r.body
	}
	return next, true
}

// try makes a request as often as the connection overrides allow, and returns the last outcome.
// Choice: in a chain of redirects, only the failed request is repeated, and failed attempts count
// over the whole chain.
func (d *delivery) try(ctx context.Context, r request) (answer, error) {
	for d.tries = 1; ; d.tries++ {
		a, err := d.either(ctx, r)
		failure, failed := failureOf(a, err)
		if !failed {
			return a, err
		}
		d.failed++
		if !d.overrides.Retry(failure) || d.failed > d.overrides.Retries || ctx.Err() != nil {
			return a, err
		}
	}
}

// either makes one attempt with TLS, and if the destination allows it, one without TLS. The result
// is remembered for later requests.
func (d *delivery) either(ctx context.Context, r request) (answer, error) {
	at := authority(r.place.URL)
	if !r.place.MayPlain || d.client.plain[at] {
		return d.once(ctx, r.withoutTLS(r.place.MayPlain))
	}
	a, err := d.once(ctx, r)
	if !noTLS(err) || ctx.Err() != nil {
		return a, err
	}
	plain, failed := d.once(ctx, r.withoutTLS(true))
	if failed != nil {
		return a, err
	}
	if d.client.plain == nil {
		d.client.plain = map[string]bool{}
	}
	d.client.plain[at] = true
	return plain, nil
}

// withoutTLS returns the request to the same port without TLS, with headers that report the scheme
// of its URL.
func (r request) withoutTLS(really bool) request {
	if !really {
		return r
	}
	plain := *r.place.URL
	plain.Scheme, plain.Host = "http", authority(r.place.URL)
	r.place.URL, r.place.Forwarded = &plain, "https"
	return r
}

// failureOf returns the failure in the terms of a retry policy. Choice: a connection that breaks
// before the answer is rt.
func failureOf(a answer, err error) (f webhook.Failure, failed bool) {
	broken, ok := errors.AsType[*brokenError](err)
	switch {
	case ok && broken.at.before(waiting):
		return webhook.FailedConnect, true
	case err != nil:
		return webhook.FailedRead, true
	case a.status >= 500:
		return webhook.Failed5xx, true
	case a.status >= 400:
		return webhook.Failed4xx, true
	}
	return "", false
}

// failure returns why no attempt got an answer.
func (d *delivery) failure(err error, target *url.URL) *Failure {
	o, tries := d.overrides, ""
	if d.tries > 1 {
		tries = fmt.Sprintf(", in %d attempts", d.tries)
	}
	code, source := networkCode(err), target.Redacted()
	broken, _ := errors.AsType[*brokenError](err)
	begun := broken != nil && broken.at == reading
	alone := d.tries == 1 && d.hops == 0 && o.TotalTime == o.ReadTimeout
	switch {
	case errors.Is(err, errTotal) && begun:
		return failuref(code, "%s was still sending its response after %s, with %s sent%s", source, o.TotalTime, count(broken.got), tries)
	case errors.Is(err, errTotal) && alone:
		// Choice: if both time limits end together, as they do by default, the missing answer is
		// reported.
		return failuref("11205", "%s did not answer within %s", source, o.TotalTime)
	case errors.Is(err, errTotal):
		return failuref(code, "%s did not answer within %s in total%s", source, o.TotalTime, tries)
	case errors.Is(err, errConnect):
		return failuref(code, "%s did not accept a connection within %s%s", source, o.ConnectTimeout, tries)
	case errors.Is(err, errRead) && begun:
		return failuref(code, "%s sent nothing more for %s, after %s of its response%s", source, o.ReadTimeout, count(broken.got), tries)
	case errors.Is(err, errRead):
		return failuref(code, "%s sent nothing for %s%s", source, o.ReadTimeout, tries)
	case neterr.Lost(err) && begun:
		return failuref(code, "%s closed the connection before the end of its response, after %s%s", source, count(broken.got), tries)
	case neterr.Lost(err) && !broken.at.before(waiting):
		return failuref(code, "%s closed the connection without a response%s", source, tries)
	}
	return failuref(code, "%s: %s%s", source, err, tries)
}

func count(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
