package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// talk is an application that is asked what to answer to a message.
type talk struct {
	server *Server
	owner  account
	in     inbound
	params url.Values
}

// Limits against applications that go on for ever: documents of one answer, and messages that answer one another.
// The second is Twilio's of 30 seconds: https://www.twilio.com/docs/api/errors/14107.
const (
	mostDocuments = 50
	mostReplies   = 15
)

// run asks, follows redirects and sends replies. What failed is an alert, and returned for the fallback.
func (t *talk) run(ctx context.Context, at hook) (failed reply, ok bool) {
	for range mostDocuments {
		got := t.server.ask(ctx, at, t.owner.AuthToken, t.params)
		doc := got.read()
		if got.code != "" {
			t.complain(ctx, at, got)
			return got, false
		}
		next := t.obey(ctx, doc, got)
		if next.url == "" {
			return got, true
		}
		at = next
	}
	got := reply{code: "14106", text: fmt.Sprintf("More than %d documents", mostDocuments)}
	t.complain(ctx, at, got)
	return got, true
}

func (t *talk) complain(ctx context.Context, at hook, got reply) {
	t.server.complain(ctx, notice{account: t.owner, resource: t.in.message.Sid, to: at, params: t.params}, got)
}

// read is the document of a reply; plain text is a message by itself, and nothing is none.
func (got *reply) read() *twiml.Document {
	empty := &twiml.Document{Root: &twiml.Element{Name: "Response"}}
	if got.code != "" || len(bytes.TrimSpace(got.body)) == 0 {
		return empty
	}
	kind, params, _ := mime.ParseMediaType(got.header.Get("Content-Type"))
	if text, err := twiml.DecodeText(got.body, params["charset"]); err == nil && kind == "text/plain" {
		verb := &twiml.Element{Name: "Message", Children: []twiml.Node{&twiml.Text{Value: text}}}
		return &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{verb}}}
	}
	doc, err := twiml.ParseCharset(got.body, params["charset"])
	if err != nil {
		got.code, got.text = twiml.CodeParse, err.Error()
		if wrong, ok := errors.AsType[*twiml.Error](err); ok {
			got.code = wrong.Code
		}
		return empty
	}
	return doc
}

// obey does what a document says, and returns where it redirects to.
func (t *talk) obey(ctx context.Context, doc *twiml.Document, got reply) (next hook) {
	for verb := range doc.Root.Elements() {
		switch verb.Name {
		case "Message", "Sms":
			t.reply(ctx, verb, got.url)
		case "Redirect":
			method, _ := verb.Attr("method")
			return hookOf(strings.TrimSpace(verb.Text()), strings.ToUpper(method), got.url)
		default:
			t.complain(ctx, hook{url: got.url, method: http.MethodPost}, reply{
				code: "14110", text: "Invalid Verb for SMS Reply: " + verb.Name, status: got.status, header: got.header, body: got.body,
			})
		}
	}
	return hook{}
}

// reply sends the message of a verb.
func (t *talk) reply(ctx context.Context, verb *twiml.Element, base string) {
	d := draft{account: t.owner, direction: "outbound-reply", from: t.in.message.To, to: string(t.in.message.From), body: verb.Text()}
	for part := range verb.Elements() {
		switch text := strings.TrimSpace(part.Text()); part.Name {
		case "Body":
			d.body += part.Text()
		case "Media":
			d.media = append(d.media, hook{url: text}.from(base).url)
		}
	}
	if d.body = strings.TrimSpace(d.body); d.body == "" && len(d.media) == 0 { // the code of an empty verb, as package lint has it
		t.complain(ctx, hook{url: base, method: http.MethodPost}, reply{code: "14103", text: "<Message> is empty and is not sent"})
		return
	}
	for name, to := range map[string]*string{"to": &d.to, "from": &d.from} {
		if value, ok := verb.Attr(name); ok {
			*to = value
		}
	}
	method, _ := verb.Attr("method")
	for _, name := range []string{"action", "statusCallback"} {
		if at, ok := verb.Attr(name); ok && at != "" {
			d.callbacks = append(d.callbacks, hookOf(at, strings.ToUpper(method), base))
		}
	}
	t.post(ctx, d)
}

// post sends a reply within the errand that it answers, so that whoever waits for one waits for both.
func (t *talk) post(ctx context.Context, d draft) {
	at := hook{url: t.in.number.SmsURL, method: t.in.number.SmsMethod}
	if t.in.depth >= mostReplies {
		t.complain(ctx, at, reply{code: "14107", text: fmt.Sprintf("Reply rate limit hit: %d messages in a row answer one another", mostReplies)})
		return
	}
	m, err := t.server.compose(ctx, d)
	if err != nil {
		if why, ok := errors.AsType[*refusal](err); ok {
			t.complain(ctx, at, reply{code: strconv.Itoa(why.Code), text: why.Message})
		}
		return
	}
	t.server.send(ctx, posted{message: m, draft: d, depth: t.in.depth + 1})
}
