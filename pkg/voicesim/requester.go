package voicesim

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/sound"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// requester makes the requests of one leg, and interprets the answers.
type requester struct {
	*client.Client
	host string // the application's host in requests, "" for the host of each URL
}

// newRequester returns the requester of the options' call. The host of the call's URL is the
// application's, which is known as [Options.SignAs]; calls that meet may have different hosts.
// Choice: for a call that begins with a document, it is the host of the status callback, or else of
// the first URL in the document, because the same application set both.
func newRequester(o Options) *requester {
	host := ""
	if known, err := url.Parse(o.SignAs); err == nil {
		host = known.Host
	}
	return &requester{host: host, Client: client.New(client.Options{
		App: appURL(o.Call), SignAs: o.SignAs, Token: o.Token, ConnectTo: o.ConnectTo, Transport: o.Transport, Random: o.Random, Jar: o.Jar,
	})}
}

// fetch makes a request. The error is ctx's own, or says that no request can be made with these
// options; any other failure is the answer's Problem.
func (r *requester) fetch(ctx context.Context, f event.Fetch) (event.Fetched, error) {
	if (f.Purpose == event.PurposePlay || f.Purpose == event.PurposeWait) && sound.IsTwilioMusic(f.URL) {
		return event.Fetched{ID: f.ID, URL: f.URL, Audio: &event.Audio{Type: "audio/mpeg", Length: sound.AssumedLength, Known: true}}, nil
	}
	got, err := r.Deliver(ctx, client.Request{Method: f.Method, URL: f.URL, Params: f.Params})
	return r.judged(f, got), err
}

// judged returns what an answer means to a call.
func (r *requester) judged(f event.Fetch, got client.Response) event.Fetched {
	out := event.Fetched{ID: f.ID, URL: got.URL, Status: got.Status, Took: got.Took, Hops: got.Hops, Notes: got.Notes}
	switch {
	case got.Elsewhere != "" && (f.Purpose == event.PurposePlay || f.Purpose == event.PurposeWait):
		// Choice: audio on hosts that are not contacted is assumed to be valid; what a waiting
		// caller hears is assumed to be audio.
		out.Audio = &event.Audio{Length: sound.AssumedLength, Assumed: true}
	case got.Elsewhere != "":
		out.Elsewhere = got.Elsewhere
	case got.Failure != nil:
		out.Problem = &event.Problem{Code: got.Failure.Code, Message: got.Failure.Message}
		if cause, ok := judge.CauseOf(r.answer(f, got)); ok && got.Status >= http.StatusBadRequest {
			out.Problem.Message, out.Problem.Fix = out.Problem.Message+": "+cause.Reason, cause.Fix
		}
	default:
		take(&out, judge.Read(r.answer(f, got)))
	}
	return out
}

// answer converts a response for package judge.
func (r *requester) answer(f event.Fetch, got client.Response) judge.Answer {
	a := judge.Answer{
		Source: webhook.Redacted(got.URL), Want: wantedKind(f), Host: r.host,
		Status: got.Status, Header: got.Header, Raw: got.Raw, Body: got.Body, Chunked: got.Chunked, Hops: got.Hops,
	}
	if n := len(got.Hops); n > 0 {
		a.Method = got.Hops[n-1].Method
	}
	if u, err := url.Parse(got.URL); err == nil {
		a.URL, a.Host = u, cmp.Or(r.host, u.Host)
	}
	return a
}

// wantedKind returns what kind of answer a request needs.
func wantedKind(f event.Fetch) judge.Kind {
	switch {
	case f.Callback:
		return judge.Nothing
	case f.Purpose == event.PurposePlay:
		return judge.Audio
	}
	return judge.Document
}

// take stores the reading of an answer.
func take(got *event.Fetched, is judge.Reading) {
	got.Document, got.Text, got.Problem = is.Document, is.Text, is.Problem
	if is.Sound != "" {
		got.Audio = &event.Audio{Type: is.Sound, Length: sound.AudioLength(is.Sound, is.Body)}
	}
}

// appURL returns a URL of the application that a call is made to, "" if none is known.
func appURL(c event.Call) string {
	first := cmp.Or(c.URL, c.Status.URL, firstURL(c.Document))
	if host, ok := strings.CutPrefix(first, "wss://"); ok {
		return "https://" + host
	}
	return first
}

// firstURL returns the first URL in a document, or "".
func firstURL(doc *twiml.Document) string {
	if doc == nil || doc.Root == nil {
		return ""
	}
	return namedBelow(doc.Root)
}

func namedBelow(el *twiml.Element) string {
	for _, attr := range el.Attrs {
		if isURL(attr.Value) && !strings.Contains(attr.Name, ":") && attr.Name != "xmlns" {
			return attr.Value
		}
	}
	if text := strings.TrimSpace(el.Text()); isURL(text) && el.Name != "Play" { // audio may be on any host
		return text
	}
	for child := range el.Elements() {
		if found := namedBelow(child); found != "" {
			return found
		}
	}
	return ""
}

func isURL(value string) bool {
	return strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "wss://")
}
