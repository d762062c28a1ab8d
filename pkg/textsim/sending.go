package textsim

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// sending is a message while the application handles it.
type sending struct {
	o      Options
	result Result
	pages  int
}

// page is the next request to the application.
type page struct {
	url, method string
	fallback    bool
	more        url.Values // ErrorCode and ErrorUrl
}

// visit requests pages until one does not lead to another.
func (s *sending) visit(ctx context.Context, at page) error {
	for at.url != "" {
		if s.pages++; s.pages > maxPages {
			s.alert(Alert{Code: "14106", Level: alert.Warning, URL: at.url, Message: fmt.Sprintf("more than %d documents without an end", maxPages)})
			return nil
		}
		got, err := s.ask(ctx, at)
		if err != nil {
			return err
		}
		at = s.handle(at, got)
	}
	return nil
}

func (s *sending) ask(ctx context.Context, at page) (event.Fetched, error) {
	params := s.o.Message.Form()
	for name, values := range at.more {
		params[name] = values
	}
	if at.method == "" {
		at.method = "POST"
	}
	got, err := voicesim.Fetch(ctx, s.options(), event.Fetch{Purpose: event.PurposeSms, Method: at.method, URL: at.url, Params: params})
	for i, hop := range got.Hops {
		r := Request{Method: hop.Method, URL: hop.URL, Params: hop.Params, Status: hop.Status, Took: hop.Took, Fallback: at.fallback, Lost: hop.Lost}
		if i == 0 {
			r.URL = at.url
		}
		s.result.Requests = append(s.result.Requests, r)
	}
	if len(got.Hops) == 0 && got.Elsewhere == "" {
		s.result.Requests = append(s.result.Requests, Request{Method: at.method, URL: at.url, Params: params, Fallback: at.fallback})
	}
	for _, note := range got.Notes {
		s.note(note)
	}
	return got, err
}

// note adds a note, once.
func (s *sending) note(text string) {
	if !slices.Contains(s.result.Notes, text) {
		s.result.Notes = append(s.result.Notes, text)
	}
}

// handle handles an answer, and returns the next page: the fallback if the answer cannot be used. The
// fallback is not requested twice.
func (s *sending) handle(at page, got event.Fetched) (next page) {
	switch {
	case got.Elsewhere != "":
		s.alert(Alert{Level: alert.Error, URL: at.url, Message: event.NotAsked(got)})
	case got.Problem != nil && got.Problem.Code == "12100" && got.Problem.Pos == (twiml.Pos{}):
		return page{} // an empty answer is not a reply, but valid
	case got.Problem != nil:
		p := got.Problem
		s.alert(Alert{Code: p.Code, Level: alert.Error, Message: p.Message, URL: at.url, Pos: p.Pos})
		if m := s.o.Message; m.FallbackURL != "" && !at.fallback {
			return page{url: m.FallbackURL, method: m.FallbackMethod, fallback: true, more: url.Values{"ErrorCode": {p.Code}, "ErrorUrl": {at.url}}}
		}
	case got.Document != nil:
		return s.document(at, got)
	case got.Text != "":
		s.reply(Reply{Body: got.Text})
	}
	return page{}
}

// document executes the verbs, until one redirects.
func (s *sending) document(at page, got event.Fetched) (next page) {
	refused := map[twiml.Pos]bool{} // messages that Twilio does not send
	for _, f := range lint.Check(got.Document, lint.Options{Kind: lint.Messaging}) {
		if f.Code != "" {
			s.alert(Alert{Code: f.Code, Level: f.Level, Message: f.Message, URL: got.URL, Pos: f.Pos})
		}
		if f.Rule == "message-limits" {
			refused[f.Pos] = true
		}
	}
	for verb := range got.Document.Root.Elements() {
		switch verb.Name {
		case "Message", "Sms":
			if !refused[verb.Pos] && !refused[verb.AttrPos("to")] {
				s.message(verb)
			}
		case "Redirect":
			method, _ := verb.Attr("method")
			return page{url: absolute(got.URL, strings.TrimSpace(verb.Text())), method: strings.ToUpper(method), fallback: at.fallback}
		}
	}
	return page{}
}

// message adds the reply of a verb: its text, or that of its nouns.
func (s *sending) message(verb *twiml.Element) {
	r := Reply{Body: verb.Text(), Pos: verb.Pos}
	for part := range verb.Elements() {
		switch part.Name {
		case "Body":
			r.Body += part.Text()
		case "Media":
			r.Media = append(r.Media, strings.TrimSpace(part.Text()))
		}
	}
	r.Body = strings.TrimSpace(r.Body)
	r.From, _ = verb.Attr("from")
	r.To, _ = verb.Attr("to")
	s.reply(r)
	for _, name := range []string{"action", "statusCallback"} {
		if at, ok := verb.Attr(name); ok && at != "" {
			s.note(fmt.Sprintf("the %s of <%s> is not requested: no message is sent here; use twvoice emulate for sending and status reports", name, verb.Name))
		}
	}
}

// reply adds a reply, by default to the sender, from the number that received the message.
func (s *sending) reply(r Reply) {
	if r.From == "" {
		r.From = s.o.Message.To
	}
	if r.To == "" {
		r.To = s.o.Message.From
	}
	s.result.Replies = append(s.result.Replies, r)
}

func (s *sending) alert(a Alert) { s.result.Alerts = append(s.result.Alerts, a) }

func absolute(base, ref string) string {
	b, err1 := url.Parse(base)
	to, err2 := url.Parse(ref)
	if err1 != nil || err2 != nil {
		return ref
	}
	return b.ResolveReference(to).String()
}
