package emulator

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// A hook is where an application wants to be asked or told; the zero value is nowhere.
type hook struct {
	url, method string
	app         string // where the application is that named it in a document; "" for one that the API was told
}

// readHook reads a URL and its method, whose names differ by "Method".
func readHook(form url.Values, name string) (hook, error) {
	at, err := readURL(name, form.Get(name))
	if err != nil {
		return hook{}, err
	}
	method, err := readMethod(name+"Method", form.Get(name+"Method"))
	return hook{url: at, method: method}, err
}

// from is the hook that a document names, which may be relative to where the document came from.
func (h hook) from(base string) hook {
	b, err1 := url.Parse(base)
	to, err2 := url.Parse(h.url)
	if err1 != nil || err2 != nil {
		return h
	}
	h.url, h.app = b.ResolveReference(to).String(), base
	return h
}

// largestDoc is how long a document may be, in bytes (https://www.twilio.com/docs/api/errors/11750).
const largestDoc = 64 << 10

// A reply is what an application said, or the code and the words for why it said nothing.
type reply struct {
	url    string // that answered: redirects are followed
	status int
	header http.Header
	body   []byte
	code   string // of the failure, "" for none
	text   string
}

// ask makes one request as Twilio does, signed with the account's token.
func (e *Server) ask(ctx context.Context, to hook, token string, params url.Values) reply {
	if e.transport == nil {
		return reply{url: to.url, code: "11200", text: "This emulator reaches no application, so that nobody was asked"}
	}
	c := client.New(client.Options{
		App: cmp.Or(to.app, to.url), Token: token, ConnectTo: e.connectTo, Transport: e.transport, Random: e.random,
	})
	response, err := c.Deliver(ctx, client.Request{Method: to.method, URL: to.url, Params: params})
	got := reply{url: response.URL, status: response.Status, header: response.Header, body: response.Body}
	switch {
	case err != nil:
		got.code, got.text = "11205", err.Error()
	case response.Elsewhere != "":
		got.code = "11200"
		got.text = fmt.Sprintf("%s was not requested: %s is not the application's host; --connect-to %s allows it", response.URL, response.Elsewhere, response.Elsewhere)
	case response.Failure != nil:
		got.code, got.text = response.Failure.Code, response.Failure.Message
	case len(got.body) > largestDoc:
		got.code, got.text = "11750", fmt.Sprintf("%s answered with more than %d bytes", got.url, largestDoc)
	}
	return got
}
