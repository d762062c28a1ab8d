package voicesim

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

// client makes the requests of one call as Twilio makes them: signed, with the call's own cookies.
type client struct {
	transport http.RoundTripper
	token     string
	random    io.Reader
	jar       http.CookieJar
	origin    string // host of the application, "" where only a document is known
	identity  identity
}

// newClient is the client of one call, that of the options. Its URL says on which host its application is, which is known as
// [Options.SignAs]: calls that meet may have come to different hosts.
func newClient(o Options) *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it never fails, says its documentation
	}
	c := &client{transport: o.Transport, token: o.Token, random: o.Random, jar: jar, identity: newIdentity(o)}
	if c.transport == nil {
		c.transport = http.DefaultTransport
	}
	if u, err := url.Parse(o.Call.URL); err == nil {
		c.origin = u.Host
	}
	return c
}

// fetch asks the application. The error is ctx's own, or that of options which nobody can be called with; everything else
// that goes wrong is the answer's Problem.
func (c *client) fetch(ctx context.Context, f Fetch) (Fetched, error) {
	if c.identity.broken != nil {
		return Fetched{}, c.identity.broken
	}
	got := Fetched{ID: f.ID, URL: f.URL}
	target, err := url.Parse(f.URL)
	if err != nil || !callable(target) {
		got.Problem = &Problem{Code: "11100", Message: fmt.Sprintf("%q is no absolute http or https URL", redacted(f.URL))}
		return got, nil
	}
	if f.Purpose == PurposePlay && !c.own(target) {
		// Choice: a simulated call goes to the application and to nobody else: audio of other hosts is taken on trust.
		got.Audio = assumed()
		return got, nil
	}
	overrides, err := webhook.ParseOverrides(f.URL)
	if wrong, ok := errors.AsType[*webhook.OverrideError](err); ok {
		got.Problem = &Problem{Code: wrong.Code, Message: wrong.Error()}
		return got, nil
	}
	began := time.Now()
	d := delivery{client: c, overrides: overrides, wants: wanted(f), idempotency: webhook.NewIdempotencyToken(c.random)}
	d.run(ctx, &got, request{method: f.Method, url: withoutFragment(target), params: f.Params})
	got.Took = time.Since(began)
	return got, ctx.Err()
}

// own reports whether a URL lies on the application's own host.
func (c *client) own(u *url.URL) bool { return u.Host == c.origin }

// assumed is audio that nobody fetched.
func assumed() *Audio { return &Audio{Length: assumedLength, Assumed: true} }

// callable reports whether a URL can be asked at all.
func callable(u *url.URL) bool { return u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") }

// withoutFragment drops the connection overrides, which are never sent and never signed. Choice: all else is signed as it is
// written, a port too.
func withoutFragment(u *url.URL) *url.URL {
	plain := *u
	plain.Fragment, plain.RawFragment = "", ""
	return &plain
}
