package voicesim

import (
	"cmp"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Limits of an answer (https://www.twilio.com/docs/api/errors/11750 for the first).
const (
	largestTwiML = twiml.MaxSize
	largestAudio = 32 << 20
)

// answer is what an application sent back, to the end or to the limit.
type answer struct {
	status  int
	line    string // 404 Not Found
	header  http.Header
	chunked bool
	body    []byte // decompressed; longer than largestTwiML by one byte where it is too long
	garbled bool   // what is compressed by its header is not
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
	if a.status >= http.StatusMultipleChoices {
		return a, nil // its status says all
	}
	w.enter(reading)
	a.body, err = io.ReadAll(a.limited(w.packets(ctx, response.Body)))
	if ctx.Err() != nil || err != nil && !a.garbled {
		return a, w.broke(ctx, err)
	}
	return a, nil
}

// limited reads a body to its limit. Transports decompress what they asked to be compressed. Choice: an application that
// compresses unasked is understood as well.
func (a *answer) limited(body io.Reader) io.Reader {
	if strings.EqualFold(a.header.Get("Content-Encoding"), "gzip") {
		body = &gunzip{from: body, answer: a}
	}
	limit := int64(largestTwiML + 1)
	if media, _ := a.media(); strings.HasPrefix(media, "audio/") {
		limit = largestAudio
	}
	return io.LimitReader(body, limit)
}

// gunzip decompresses, and tells a body that is not compressed from a connection that broke.
type gunzip struct {
	from   io.Reader
	answer *answer
	z      *gzip.Reader
}

func (g *gunzip) Read(p []byte) (n int, err error) {
	if g.z == nil {
		g.z, err = gzip.NewReader(g.from)
	}
	if err == nil {
		n, err = g.z.Read(p)
	}
	g.answer.garbled = err == gzip.ErrHeader || err == gzip.ErrChecksum
	return n, err
}

// send makes one request, as Twilio's look on the wire
// (https://www.twilio.com/docs/usage/security#validating-requests for the signature).
func (d *delivery) send(ctx context.Context, r request, authorization string) (*http.Response, error) {
	c, target := d.client, r.target()
	body, signature := c.form(r, target)
	req, err := http.NewRequestWithContext(ctx, r.method, target.String(), body)
	if err != nil {
		return nil, err
	}
	if r.method != http.MethodGet {
		req.Header.Set("Content-Type", webhook.FormContentType)
	}
	req.Header.Set("Accept", "*/*")
	req.Header.Set("User-Agent", webhook.UserAgent)
	req.Header.Set(webhook.IdempotencyHeader, d.idempotency)
	req.Header.Set(webhook.HomeRegionHeader, "us1")
	req.Header.Set(webhook.SignatureHeader, signature)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
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
	return io.NopCloser(strings.NewReader(r.params.Encode())), nil
}

func join(query, more string) string {
	if query == "" || more == "" {
		return cmp.Or(query, more)
	}
	return query + "&" + more
}
