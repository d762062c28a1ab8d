package capture

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Call replays the requests of a call, in order, as one new call. The new answers decide where the next request goes;
// the caller's input is the recorded one. It calls each with every answer. If the new answers lead to a request that was
// not recorded, the replay stops: left is the number of requests not sent, and why is the reason.
func (p *Replayer) Call(ctx context.Context, requests []Request, each func(Replayed) error) (left int, why string, err error) {
	t := replayedCall{replayer: p, sid: webhook.NewSID("CA", p.Random)}
	for i, r := range requests {
		target, lost, err := t.target(r)
		if err != nil {
			return len(requests) - i, "", err
		}
		if lost != "" {
			return len(requests) - i, lost, nil
		}
		params := t.params(r)
		for name := range t.stale {
			delete(params, name)
		}
		q := replayRequest{recorded: r, target: target, params: params, sid: t.sid, note: redactedParams(r, params)}
		done, err := p.ask(ctx, q)
		if err != nil {
			return len(requests) - i, "", err
		}
		if err := each(done); err != nil {
			return len(requests) - i, "", err
		}
		if r.Purpose.Call() {
			t.on(r, target, done)
		}
	}
	return 0, "", nil
}

// replayedCall is the progress of a call, in the recording and in the replay.
type replayedCall struct {
	replayer *Replayer
	sid      string // of the replayed call

	begun       bool
	was, is     []candidate // of the last document, recorded and now
	wasAt, isAt *url.URL
	stale       url.Values // recorded query parameters of the candidate that now have other values
	unreadable  bool       // the new answer is not valid TwiML
	statusToday int
}

// on continues with the next document.
func (t *replayedCall) on(r Request, target *url.URL, done Replayed) {
	t.begun = true
	t.wasAt, _ = url.Parse(r.URL)
	t.isAt = target
	old, _ := twiml.Parse(asUTF8(r.Answer))
	fresh, err := twiml.Parse(asUTF8(done.Answer))
	t.unreadable, t.statusToday = err != nil || done.Status >= 300, done.Status
	t.was, t.is = nil, nil
	if t.wasAt != nil {
		t.was = candidates(old, t.wasAt)
	}
	t.is = candidates(fresh, target)
}

// target returns where a request goes now. If the call no longer leads there, lost is the reason.
func (t *replayedCall) target(r Request) (target *url.URL, lost string, err error) {
	t.stale = nil
	if !t.begun {
		target, err = t.replayer.firstURL(t.renamed(r, r.URL))
		return target, "", err
	}
	if target, err = t.replayer.toTarget(t.renamed(r, r.URL)); err != nil || !r.Purpose.Call() {
		return target, "", err
	}
	recorded, err := url.Parse(r.URL)
	if err != nil {
		return nil, "", err
	}
	for _, then := range t.was {
		if !then.leadsTo(recorded) {
			continue
		}
		now, ok := then.counterpart(t.is)
		switch {
		case t.unreadable:
			return nil, fmt.Sprintf("the call ends there: the response %d leads to no next request", t.statusToday), nil
		case !ok:
			return nil, fmt.Sprintf("the call no longer gets to %s: the response has no %s for it", recorded.Path, then.describe()), nil
		case t.same(r, then, now):
			return target, "", nil
		case now.to.Host != t.isAt.Host && base(now.to.String()) != base(t.replayer.Known):
			return nil, fmt.Sprintf("the call continues at %s, which is not requested", now.to.Host), nil
		}
		if r.Method == http.MethodGet {
			t.stale = then.to.Query()
		}
		target, err = t.replayer.toTarget(now.to.String())
		return target, "", err
	}
	return target, "", nil // the request did not come from the document but from the REST API or a fallback
}

// same reports whether a candidate leads to the same URL as before, apart from CallSid and host.
func (t *replayedCall) same(r Request, then, now candidate) bool {
	return t.renamed(r, then.to.RequestURI()) == now.to.RequestURI()
}

// describe names the element of the candidate.
func (l candidate) describe() string {
	if l.n == 1 {
		return "<" + l.name + ">"
	}
	return fmt.Sprintf("<%s> number %d", l.name, l.n)
}

// renamed returns a text with the CallSid of the replayed call.
func (t *replayedCall) renamed(r Request, text string) string {
	return strings.ReplaceAll(text, r.CallSid, t.sid)
}

func (t *replayedCall) params(r Request) url.Values {
	if r.Params == nil {
		return nil
	}
	params := make(url.Values, len(r.Params))
	for name, values := range r.Params {
		for _, value := range values {
			params.Add(name, t.renamed(r, value))
		}
	}
	return params
}
