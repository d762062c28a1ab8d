package emulator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// A hook is where an application wants to be asked or told; the zero value is nowhere.
type hook struct{ url, method string }

// readHook reads a URL and its method, whose names differ by "Method".
func readHook(form url.Values, name string) (hook, error) {
	at, err := readURL(name, form.Get(name))
	if err != nil {
		return hook{}, err
	}
	method, err := readMethod(name+"Method", form.Get(name+"Method"))
	return hook{at, method}, err
}

// from is the hook that a document names, which may be relative to where the document came from.
func (h hook) from(base string) hook {
	b, err1 := url.Parse(base)
	to, err2 := url.Parse(h.url)
	if err1 != nil || err2 != nil {
		return h
	}
	h.url = b.ResolveReference(to).String()
	return h
}

// Limits of a webhook: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides and 11750.
const (
	hookTime   = 15 * time.Second
	largestDoc = 64 << 10
)

// A reply is what an application said, or the code and the words for why it said nothing.
type reply struct {
	url    string // that answered: redirects are followed
	status int
	header http.Header
	body   []byte
	code   string // of the failure, "" for none
	text   string
}

// ask makes one request, signed with the account's token.
func (e *Server) ask(ctx context.Context, to hook, token string, params url.Values) reply {
	if e.transport == nil {
		return reply{url: to.url, code: "11200", text: "This emulator reaches no application, so that nobody was asked"}
	}
	ctx, cancel := context.WithTimeout(ctx, hookTime)
	defer cancel()
	req, err := to.request(ctx, token, params)
	if err != nil {
		return reply{url: to.url, code: "11100", text: err.Error()}
	}
	req.Header.Set("I-Twilio-Idempotency-Token", webhook.NewIdempotencyToken(e.random))
	client := &http.Client{Transport: e.transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		if len(before) > 10 {
			return errRedirects
		}
		var again url.Values // a redirect that keeps the method keeps the form
		if next.Method == http.MethodPost {
			again = params
		}
		next.Header.Set(webhook.SignatureHeader, webhook.Sign(token, next.URL.String(), again))
		return nil
	}}
	response, err := client.Do(req)
	if err != nil {
		return reply{url: to.url, code: networkCode(err), text: err.Error()}
	}
	defer response.Body.Close()
	got := reply{url: response.Request.URL.String(), status: response.StatusCode, header: response.Header}
	got.body, err = io.ReadAll(io.LimitReader(response.Body, largestDoc+1))
	switch {
	case err != nil:
		got.code, got.text = networkCode(err), err.Error()
	case len(got.body) > largestDoc:
		got.code, got.text = "11750", fmt.Sprintf("%s answered with more than %d bytes", got.url, largestDoc)
	case got.status >= http.StatusBadRequest:
		got.code, got.text = "11200", fmt.Sprintf("%s answered %s", got.url, response.Status)
	}
	return got
}

var errRedirects = errors.New("more than 10 redirects")

func networkCode(err error) string {
	if errors.Is(err, errRedirects) {
		return "11215"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "11210"
	}
	return "11205"
}

// request puts the parameters where the method wants them, and signs. Connection overrides, behind the #, are not sent
// and not signed.
func (h hook) request(ctx context.Context, token string, params url.Values) (*http.Request, error) {
	target, _, _ := strings.Cut(h.url, "#")
	method := cmp.Or(h.method, http.MethodPost)
	if method == http.MethodGet {
		mark := "?"
		if strings.Contains(target, "?") {
			mark = "&"
		}
		target += mark + params.Encode()
		req, err := http.NewRequestWithContext(ctx, method, target, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set(webhook.SignatureHeader, webhook.Sign(token, target, nil))
		return req, nil
	}
	body, signature := webhook.SignForm(token, target, params)
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set(webhook.SignatureHeader, signature)
	return req, nil
}
