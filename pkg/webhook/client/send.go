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

// Limits of an answer (https://www.twilio.com/docs/api/errors/11750 for the first).
const (
	maxTwiML = 64 << 10 // as twiml.MaxSize
	maxAudio = 32 << 20
)

// answer is what an application sent back, to the end or to the limit.
type answer struct {
	status  int
	line    string // 404 Not Found
	header  http.Header
	chunked bool
	raw     []byte // longer than maxTwiML by one byte where it is too long
	asked   bool   // for a password that is not in the URL
}

// once makes one try of one request: the request itself, and a second one where the application wants a digest.
func (d *delivery) once(ctx context.Context, r request) (answer, error) {
	ctx, w := newWatch(ctx, d.overrides)
	defer w.stop()
	authorization := basic(r.url.User)
	response, err := d.send(ctx, r, authorization)
	for range 2 { // the first challenge, and one that says that the nonce of the first is stale
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
		return a, nil // its status and its Location say all
	}
	w.enter(reading)
	a.raw, err = io.ReadAll(io.LimitReader(w.packets(ctx, response.Body), limit(a.header)))
	if a.status < http.StatusMultipleChoices && (ctx.Err() != nil || err != nil) {
		return a, w.broke(ctx, err)
	}
	return a, nil // of a refusal the status says enough
}

// limit is how much of a body is read: a byte more than Twilio takes.
func limit(h http.Header) int64 {
	if strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "audio/") {
		return maxAudio
	}
	return maxTwiML + 1
}

// send makes one request, as Twilio's look on the wire
// (https://www.twilio.com/docs/usage/security#validating-requests for the signature).
func (d *delivery) send(ctx context.Context, r request, authorization string) (*http.Response, error) {
	c, target := d.client, r.target()
	body, media, signature := c.signed(r, target)
	place := *r.place.URL
	place.User = nil // it is in Authorization
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
	r.place.tell(req.Header)
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

// tell adds what a proxy tells of the URL that it was asked for.
func (p Place) tell(h http.Header) {
	if p.Forwarded != "" {
		h.Set("X-Forwarded-Proto", p.Forwarded)
	}
	if p.Proxied {
		h.Set("X-Forwarded-Host", p.Host)
		h.Set("X-Forwarded-For", "127.0.0.1") // who calls is this machine
	}
}

// signed is the body of a request with its type, none for a GET, whose parameters are in its URL, and the signature.
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

// target is the URL that is asked: a GET says its parameters there, behind what the URL has of its own.
func (r request) target() *url.URL {
	target := *r.url
	if r.method == http.MethodGet {
		target.RawQuery = join(target.RawQuery, r.params.Encode())
	}
	return &target
}

// reopen is the form of a POST once more, for a digest that covers it.
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
