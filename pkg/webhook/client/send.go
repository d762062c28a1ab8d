package client

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Limits of an answer, in bytes (https://www.twilio.com/docs/api/errors/11750 for the first).
const (
	maxTwiML = 64 << 10 // as twiml.MaxSize
	maxAudio = 32 << 20
)

// answer is the response of an application, complete or up to the limit.
type answer struct {
	status  int
	line    string // 404 Not Found
	header  http.Header
	chunked bool
	raw     []byte // one byte longer than maxTwiML if it is too long
	asked   bool   // it requested a password that the URL does not have
}

// once makes one attempt of one request, with a second request if the application wants a digest.
func (d *delivery) once(ctx context.Context, r request) (answer, error) {
	ctx, w := newWatch(ctx, d.overrides)
	defer w.stop()
	authorization := basic(r.url.User)
	response, err := d.send(ctx, r, authorization)
	for range 2 { // for the first challenge, and for one with a new nonce
		if err != nil || response.StatusCode != http.StatusUnauthorized {
			break
		}
		answered, ok := d.client.digest(response.Header, r, authorization)
		if !ok {
			break
		}
		response.Body.Close()
		w.enter(waiting)
		authorization = answered
		response, err = d.send(ctx, r, authorization)
	}
	if err != nil {
		return answer{}, w.broke(ctx, err)
	}
	defer response.Body.Close()
	a := answer{
		status: response.StatusCode, line: response.Status, header: response.Header,
		chunked: response.ContentLength < 0,
		asked:   response.StatusCode == http.StatusUnauthorized && r.url.User == nil,
	}
	if _, ok := r.redirected(a); ok && !d.stay {
		return a, nil // only its status and its Location matter
	}
	w.enter(reading)
	a.raw, err = io.ReadAll(io.LimitReader(w.packets(ctx, response.Body), limit(a.header)))
	if a.status < http.StatusMultipleChoices && (ctx.Err() != nil || err != nil) {
		return a, w.broke(ctx, err)
	}
	return a, nil // the status of a failure is enough
}

// limit returns how much of a body is read: a byte more than Twilio accepts.
func limit(h http.Header) int64 {
	if strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "audio/") {
		return maxAudio
	}
	return maxTwiML + 1
}

// send makes one request in the form of Twilio's requests
// (https://www.twilio.com/docs/usage/security#validating-requests for the signature).
func (d *delivery) send(ctx context.Context, r request, authorization string) (*http.Response, error) {
	c, target := d.client, r.target()
	body, media, signature := c.signed(r, target)
	place := *r.place.URL
	place.User = nil // sent in Authorization
	place.RawQuery, place.ForceQuery = target.RawQuery, target.ForceQuery
	req, err := http.NewRequestWithContext(ctx, r.method, place.String(), body)
	if err != nil {
		return nil, err
	}
	req.Host = r.place.Host
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("User-Agent", webhook.UserAgent)
	req.Header.Set(webhook.IdempotencyHeader, d.idempotency)
	req.Header.Set(webhook.HomeRegionHeader, "us1")
	req.Header.Set(webhook.SignatureHeader, signature)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	r.place.setForwarded(req.Header)
	for name, values := range d.header {
		req.Header[name] = values
	}
	for _, cookie := range c.jar.Cookies(target) {
		req.AddCookie(cookie)
	}
	response, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	c.jar.SetCookies(target, response.Cookies())
	return response, nil
}

// setForwarded adds the headers in which a proxy reports the original URL.
func (p Destination) setForwarded(h http.Header) {
	if p.Forwarded != "" {
		h.Set("X-Forwarded-Proto", p.Forwarded)
	}
	if p.Proxied {
		h.Set("X-Forwarded-Host", p.Host)
		h.Set("X-Forwarded-For", "127.0.0.1") // the client is this machine
	}
}

// signed returns the body of a request with its type, none for a GET, whose parameters are in its
// URL, and the signature.
func (c *Client) signed(r request, target *url.URL) (body io.Reader, media, signature string) {
	known := c.addresses.signed(target)
	switch {
	case r.method == http.MethodGet:
		return nil, "", webhook.Sign(c.token, known, nil)
	case r.body != nil:
		return strings.NewReader(string(r.body.Data)), r.body.Type, webhook.Sign(c.token, known, nil)
	}
	encoded, signature := webhook.SignForm(c.token, known, r.params)
	return strings.NewReader(encoded), webhook.FormContentType, signature
}

// target returns the URL to request. For a GET it includes the parameters, after those of the URL.
func (r request) target() *url.URL {
	target := *r.url
	if r.method == http.MethodGet {
		target.RawQuery = join(target.RawQuery, r.params.Encode())
	}
	return &target
}

// reopen returns the form of a POST again, for a digest that covers it.
func (r request) reopen() (io.ReadCloser, error) {
	if r.method == http.MethodGet {
		return http.NoBody, nil
	}
	if r.body != nil {
		return io.NopCloser(strings.NewReader(string(r.body.Data))), nil
	}
	return io.NopCloser(strings.NewReader(r.params.Encode())), nil
}

func join(query, more string) string {
	if query == "" || more == "" {
		return cmp.Or(query, more)
	}
	return query + "&" + more
}
