package outbox

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Hook is a URL where an application receives requests or callbacks. The zero value has no URL.
type Hook struct {
	URL, Method string
	app         string // URL of the document that named the hook; "" if the API set it
}

// From returns the hook with its URL resolved against base, the URL of the document that names it.
func (h Hook) From(base string) Hook {
	b, err1 := url.Parse(base)
	to, err2 := url.Parse(h.URL)
	if err1 != nil || err2 != nil {
		return h
	}
	h.URL, h.app = b.ResolveReference(to).String(), base
	return h
}

// maxDocument limits the length of a document, in bytes
// (https://www.twilio.com/docs/api/errors/11750).
const maxDocument = 64 << 10

// Answer is the response of an application, or the code and text of the failure.
type Answer struct {
	URL    string // that answered, after redirects
	Status int
	Header http.Header
	Body   []byte
	Code   string // of the failure, "" for none
	Text   string
}

// Ask makes one request as Twilio does, signed with the account's token.
func (o *Outbox) Ask(ctx context.Context, to Hook, token string, params url.Values) Answer {
	if o.Transport == nil {
		return Answer{URL: to.URL, Code: "11200", Text: "This emulator reaches no application: no request was made"}
	}
	c := client.New(client.Options{
		App: cmp.Or(to.app, to.URL), Token: token, ConnectTo: o.ConnectTo, Transport: o.Transport, Random: o.Random,
	})
	response, err := c.Deliver(ctx, client.Request{Method: to.Method, URL: to.URL, Params: params})
	got := Answer{URL: response.URL, Status: response.Status, Header: response.Header, Body: response.Body}
	switch {
	case err != nil:
		got.Code, got.Text = "11205", err.Error()
	case response.Elsewhere != "":
		got.Code = "11200"
		got.Text = fmt.Sprintf("%s was not requested: %s is not the application's host; --connect-to %s allows it", response.URL, response.Elsewhere, response.Elsewhere)
	case response.Failure != nil:
		got.Code, got.Text = response.Failure.Code, response.Failure.Message
	case len(got.Body) > maxDocument:
		got.Code, got.Text = "11750", fmt.Sprintf("%s answered with more than %d bytes", got.URL, maxDocument)
	}
	return got
}
