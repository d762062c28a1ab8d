package messaging

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

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// conversation is the exchange with an application that answers a message.
type conversation struct {
	messenger *Messenger
	owner     record.Account
	in        inbound
	params    url.Values
}

// Limits against endless applications: the documents of one answer, and the messages that answer
// each other. The second corresponds to Twilio's limit within 30 seconds:
// https://www.twilio.com/docs/api/errors/14107.
const (
	maxDocuments = 50
	maxReplies   = 15
)

// run requests the application, follows redirects and sends replies. A failure becomes an alert,
// and is returned so that the caller can use the fallback.
func (t *conversation) run(ctx context.Context, at outbox.Hook) (failed outbox.Answer, ok bool) {
	for range maxDocuments {
		got := t.messenger.Ask(ctx, at, t.owner.AuthToken, t.params)
		doc := readReply(&got)
		if got.Code != "" {
			t.addAlert(ctx, at, got)
			return got, false
		}
		next := t.execute(ctx, doc, got)
		if next.URL == "" {
			return got, true
		}
		at = next
	}
	got := outbox.Answer{Code: "14106", Text: fmt.Sprintf("More than %d documents", maxDocuments)}
	t.addAlert(ctx, at, got)
	return got, true
}

func (t *conversation) addAlert(ctx context.Context, at outbox.Hook, got outbox.Answer) {
	t.messenger.RaiseFailure(ctx, outbox.Notice{Account: t.owner, Resource: t.in.message.Sid, To: at, Params: t.params}, got)
}

// readReply parses the document of a reply. Plain text is a message; an empty body returns nil.
func readReply(got *outbox.Answer) *twiml.Document {
	empty := &twiml.Document{Root: &twiml.Element{Name: "Response"}}
	if got.Code != "" || len(bytes.TrimSpace(got.Body)) == 0 {
		return empty
	}
	kind, params, _ := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if text, err := twiml.DecodeText(got.Body, params["charset"]); err == nil && kind == "text/plain" {
		verb := &twiml.Element{Name: "Message", Children: []twiml.Node{&twiml.Text{Value: text}}}
		return &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{verb}}}
	}
	doc, err := twiml.ParseCharset(got.Body, params["charset"])
	if err != nil {
		got.Code, got.Text = twiml.CodeParse, err.Error()
		if wrong, ok := errors.AsType[*twiml.Error](err); ok {
			got.Code = wrong.Code
		}
		return empty
	}
	return doc
}

// execute executes a document, and returns the hook that it redirects to.
func (t *conversation) execute(ctx context.Context, doc *twiml.Document, got outbox.Answer) (next outbox.Hook) {
	for verb := range doc.Root.Elements() {
		switch verb.Name {
		case "Message", "Sms":
			t.reply(ctx, verb, got.URL)
		case "Redirect":
			method, _ := verb.Attr("method")
			return hookOf(strings.TrimSpace(verb.Text()), strings.ToUpper(method), got.URL)
		default:
			t.addAlert(ctx, outbox.Hook{URL: got.URL, Method: http.MethodPost}, outbox.Answer{
				Code: "14110", Text: "Invalid Verb for SMS Reply: " + verb.Name, Status: got.Status, Header: got.Header, Body: got.Body,
			})
		}
	}
	return outbox.Hook{}
}

// reply sends the message of a verb.
func (t *conversation) reply(ctx context.Context, verb *twiml.Element, base string) {
	d := Draft{Account: t.owner, Direction: "outbound-reply", From: t.in.message.To, To: string(t.in.message.From), Body: verb.Text()}
	for part := range verb.Elements() {
		switch text := strings.TrimSpace(part.Text()); part.Name {
		case "Body":
			d.Body += part.Text()
		case "Media":
			d.Media = append(d.Media, outbox.Hook{URL: text}.From(base).URL)
		}
	}
	if d.Body = strings.TrimSpace(d.Body); d.Body == "" && len(d.Media) == 0 { // the code of an empty verb, the same as in package lint
		t.addAlert(ctx, outbox.Hook{URL: base, Method: http.MethodPost}, outbox.Answer{Code: "14103", Text: "<Message> is empty and is not sent"})
		return
	}
	for name, to := range map[string]*string{"to": &d.To, "from": &d.From} {
		if value, ok := verb.Attr(name); ok {
			*to = value
		}
	}
	method, _ := verb.Attr("method")
	for _, name := range []string{"action", "statusCallback"} {
		if at, ok := verb.Attr(name); ok && at != "" {
			d.Callbacks = append(d.Callbacks, hookOf(at, strings.ToUpper(method), base))
		}
	}
	t.sendReply(ctx, d)
}

// sendReply sends a reply within the background task that handles the message, so waiting for the task
// includes the reply.
func (t *conversation) sendReply(ctx context.Context, d Draft) {
	at := outbox.Hook{URL: t.in.number.SmsURL, Method: t.in.number.SmsMethod}
	if t.in.depth >= maxReplies {
		t.addAlert(ctx, at, outbox.Answer{Code: "14107", Text: fmt.Sprintf("Reply rate limit hit: %d messages in a row are replies to each other", maxReplies)})
		return
	}
	m, err := t.messenger.Compose(ctx, d)
	if err != nil {
		if why, ok := errors.AsType[*apierror.Error](err); ok {
			t.addAlert(ctx, at, outbox.Answer{Code: strconv.Itoa(why.Code), Text: why.Message})
		}
		return
	}
	t.messenger.Send(ctx, InTransit{Message: m, Draft: d, depth: t.in.depth + 1})
}
