package voicesim

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Limits of a request (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides and error 11750).
const (
	patience     = 15 * time.Second // until the answer has arrived
	mostHops     = 10
	largestTwiML = 64 << 10
	largestAudio = 32 << 20
)

// client makes the requests of one call as Twilio makes them: signed, with the call's own cookies.
type client struct {
	transport http.RoundTripper
	token     string
	random    io.Reader
	jar       http.CookieJar
	origin    string // host of the application
}

func newClient(o Options) *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it never fails, says its documentation
	}
	c := &client{transport: o.Transport, token: o.Token, random: o.Random, jar: jar}
	if c.transport == nil {
		c.transport = http.DefaultTransport
	}
	if u, err := url.Parse(o.Call.URL); err == nil {
		c.origin = u.Host
	}
	return c
}

// fetch asks the application. The error is ctx's own; everything else that goes wrong is the answer's Problem.
func (c *client) fetch(ctx context.Context, f Fetch) (Fetched, error) {
	got := Fetched{ID: f.ID, URL: f.URL}
	target, err := url.Parse(f.URL)
	if err != nil || target.Host == "" || target.Scheme != "http" && target.Scheme != "https" {
		got.Problem = &Problem{Code: "11100", Message: fmt.Sprintf("%q is no absolute http or https URL", f.URL)}
		return got, nil
	}
	target.Fragment, target.RawFragment = "", "" // connection overrides: never sent, never signed
	if f.Purpose == PurposePlay && target.Host != c.origin {
		// A simulated call goes to the application and to nobody else: audio of other hosts is taken on trust.
		got.Audio = &Audio{Length: assumedLength, Assumed: true}
		return got, nil
	}
	began := time.Now()
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.follow(limited, &got, request{method: f.Method, url: target, params: f.Params, audio: f.Purpose == PurposePlay})
	got.Took = time.Since(began)
	return got, ctx.Err()
}

// request is one request of a chain of redirects.
type request struct {
	method string
	url    *url.URL
	params url.Values
	audio  bool
}

// follow makes the request and goes where it is sent.
func (c *client) follow(ctx context.Context, got *Fetched, r request) {
	idempotency := webhook.NewIdempotencyToken(c.random)
	for range mostHops + 1 {
		response, err := c.send(ctx, r, idempotency)
		if err != nil {
			got.Problem = unreachable(err)
			return
		}
		got.URL, got.Status = r.url.String(), response.StatusCode
		location := response.Header.Get("Location")
		next, err := r.url.Parse(location)
		if response.StatusCode/100 != 3 || location == "" || err != nil {
			got.read(response, r.audio)
			response.Body.Close()
			return
		}
		response.Body.Close()
		if response.StatusCode != http.StatusTemporaryRedirect && response.StatusCode != http.StatusPermanentRedirect {
			r.method, r.params = http.MethodGet, nil // as browsers do; Twilio's documents do not say
		}
		r.url = next
	}
	got.Problem = &Problem{Code: "11215", Message: fmt.Sprintf("more than %d redirects, the last one to %s", mostHops, r.url.Redacted())}
}

func (c *client) send(ctx context.Context, r request, idempotency string) (*http.Response, error) {
	target := *r.url
	var body io.Reader
	signed := r.params
	if r.method == http.MethodGet {
		target.RawQuery = join(target.RawQuery, r.params.Encode())
		signed = nil
	} else {
		body = strings.NewReader(r.params.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target.String(), body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", webhook.FormContentType)
	}
	req.Header.Set("Accept", "*/*")
	req.Header.Set("User-Agent", webhook.UserAgent)
	req.Header.Set(webhook.IdempotencyHeader, idempotency)
	req.Header.Set(webhook.HomeRegionHeader, "us1")
	req.Header.Set(webhook.SignatureHeader, webhook.Sign(c.token, target.String(), signed))
	if user := target.User; user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	for _, cookie := range c.jar.Cookies(&target) {
		req.AddCookie(cookie)
	}
	response, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	c.jar.SetCookies(&target, response.Cookies())
	return response, nil
}

func join(query, more string) string {
	if query == "" || more == "" {
		return cmp.Or(query, more)
	}
	return query + "&" + more
}
