package voicesim

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// mostHops is how many HTTP redirects are followed (https://www.twilio.com/docs/api/errors/11215).
const mostHops = 10

// delivery is one webhook on its way, over all redirects and all tries. It is made for one [Fetch].
type delivery struct {
	client      *client
	overrides   webhook.Overrides
	wants       want
	idempotency string // the same for every try
	failed      int    // tries, over all redirects
	hops        int    // redirects that were followed
	tries       int    // of the URL that is asked now
}

// request is one request of a chain of redirects.
type request struct {
	method string
	url    *url.URL // without a fragment
	params url.Values
}

// errTotal is why a request ends when the time for all tries is over.
var errTotal = errors.New("the time for the whole request is over")

// run makes the request, goes where it is sent, and judges what comes back.
func (d *delivery) run(ctx context.Context, got *Fetched, r request) {
	limited, cancel := context.WithTimeoutCause(ctx, d.overrides.TotalTime, errTotal)
	defer cancel()
	for range mostHops + 1 {
		got.URL = r.url.String()
		a, err := d.try(limited, r)
		if err != nil {
			got.Status, got.Problem = 0, d.problem(err, r.url)
			return
		}
		got.Status = a.status
		next, ok := r.redirected(a)
		if !ok {
			got.take(a, d.wants)
			return
		}
		d.hops++
		if !callable(next.url) {
			got.Problem = &Problem{Code: "11100", Message: fmt.Sprintf("%s redirects to %q, which is no http or https URL", got.source(), next.url.Redacted())}
			return
		}
		if d.wants == wantAudio && !d.client.own(next.url) {
			got.URL, got.Status, got.Audio = next.url.String(), 0, assumed()
			return
		}
		r = next
	}
	got.Problem = &Problem{Code: "11215", Message: fmt.Sprintf("more than %d redirects, the last one to %s", mostHops, r.url.Redacted())}
}

// redirected is the request that an answer sends us on to, if it does.
func (r request) redirected(a answer) (next request, ok bool) {
	location := a.header.Get("Location")
	switch a.status {
	default:
		return request{}, false
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	}
	target, err := r.url.Parse(location)
	if location == "" || err != nil {
		return request{}, false
	}
	next = request{method: r.method, url: withoutFragment(target), params: r.params}
	kept := a.status == http.StatusTemporaryRedirect || a.status == http.StatusPermanentRedirect
	if !kept || r.method == http.MethodGet {
		// Choice: a POST becomes a GET, as in browsers. A GET has said its parameters in the URL that
		// it comes from, and no browser adds them to the one that it is sent to.
		next.method, next.params = http.MethodGet, nil
	}
	return next, true
}

// try makes a request as often as the connection overrides allow, and returns the last outcome. Choice: of a chain of redirects
// it is the request that failed which is made again, and the tries that failed count over the whole chain.
func (d *delivery) try(ctx context.Context, r request) (answer, error) {
	for d.tries = 1; ; d.tries++ {
		a, err := d.once(ctx, r)
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

// failureOf names the failure in the words of a retry policy. Choice: a connection that breaks while an answer is awaited is rt.
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

// problem says why no try got an answer.
func (d *delivery) problem(err error, target *url.URL) *Problem {
	o := d.overrides
	tries := ""
	if d.tries > 1 {
		tries = fmt.Sprintf(", in %d tries", d.tries)
	}
	code, source := networkCode(err), target.Redacted()
	switch {
	case errors.Is(err, errTotal) && d.tries == 1 && d.hops == 0 && o.TotalTime == o.ReadTimeout:
		// Choice: where both clocks run out together, as they do by default, it is the missing answer that is told.
		return &Problem{Code: "11205", Message: fmt.Sprintf("%s did not answer within %s", source, o.TotalTime)}
	case errors.Is(err, errTotal):
		return &Problem{Code: code, Message: fmt.Sprintf("%s did not answer within %s altogether%s", source, o.TotalTime, tries)}
	case errors.Is(err, errConnect):
		return &Problem{Code: code, Message: fmt.Sprintf("%s did not take a connection within %s%s", source, o.ConnectTimeout, tries)}
	case errors.Is(err, errRead):
		return &Problem{Code: code, Message: fmt.Sprintf("%s sent nothing for %s%s", source, o.ReadTimeout, tries)}
	}
	return &Problem{Code: code, Message: fmt.Sprintf("%s: %s%s", source, err, tries)}
}
