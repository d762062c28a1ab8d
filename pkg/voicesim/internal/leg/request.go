package leg

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// ask requests the next document of the call. What still runs of the old one is dropped.
func (m *Machine) ask(f event.Fetch) {
	page := m.page()
	page.running, page.verbs, page.findings = nil, nil, nil
	f.ID = m.next()
	f.Method = event.Method(f.Method)
	f.URL = m.resolve(f.URL)
	f.Params = m.params(f.Params)
	page.asked = f
	switch {
	case page.keeper != nil && m.waits.Stuck(m.now, f):
		page.asked = event.Fetch{}
		// Choice: Twilio continues until the limit of the call.
		m.do(event.Note{Text: "the wait document redirects in a loop without time passing; the caller waits in silence from now on: " + webhook.Redacted(f.URL)})
		page.keeper.looped(m)
		return
	case page.keeper == nil && m.loop.Stuck(m.now, f):
		page.asked = event.Fetch{}
		m.warn(event.Warn{Level: alert.Error, URL: webhook.Redacted(f.URL), Message: m.loop.Cycle()})
		m.apologize(false)
		return
	}
	m.do(f)
}

// resetLoopGuards resets the guards after progress: the caller does something, the REST API
// redirects the call, another leg arrives or speaks.
func (m *Machine) resetLoopGuards() {
	m.loop.Reset()
	m.waits.Reset()
}

// fetched continues with a document that arrived, or passes an answer to the verb that requested
// it.
func (m *Machine) fetched(ev event.Fetched) {
	m.addNotes(ev)
	f := m.page()
	switch {
	case m.reported(ev):
	case ev.ID != f.asked.ID || ev.ID == 0:
		m.pass(ev) // the verb knows whether it still needs it
	case ev.Elsewhere != "":
		asked := f.asked
		f.asked = event.Fetch{}
		m.unreached(asked, ev)
	case f.asked.Purpose == event.PurposeWait && ev.Audio != nil && (ev.Audio.Assumed || ev.Audio.Known):
		f.asked = event.Fetch{}
		f.running = m.music(ev.URL, ev.Audio.Assumed)
	case ev.Problem != nil:
		asked := f.asked
		f.asked = event.Fetch{}
		m.failed(asked, *ev.Problem)
	default:
		f.asked = event.Fetch{}
		m.load(ev)
	}
}

// notify sends a notification to the application, without waiting for the answer.
func (m *Machine) notify(purpose event.Purpose, to event.Hook, params url.Values) {
	if to.URL == "" {
		return
	}
	f := event.Fetch{ID: m.next(), Purpose: purpose, Method: event.Method(to.Method), URL: to.URL, Params: params, Callback: true}
	if m.callbacks == nil {
		m.callbacks = map[int]event.Fetch{}
	}
	m.callbacks[f.ID] = f
	m.do(f)
}

// reported handles the answer to a notification, and returns false for other answers. A failure is
// a warning, and changes nothing (https://www.twilio.com/docs/api/errors/15003).
func (m *Machine) reported(ev event.Fetched) bool {
	f, ok := m.callbacks[ev.ID]
	if !ok {
		return false
	}
	delete(m.callbacks, ev.ID)
	if ev.Elsewhere != "" {
		m.do(event.Note{Text: event.NotAsked(ev)})
	}
	if p := ev.Problem; p != nil && ev.Status/100 != 2 { // the content of a 2xx answer is ignored
		w := event.Warn{Code: p.Code, Level: level(p.Code), Message: p.Message, URL: webhook.Redacted(f.URL), Fix: p.Fix}
		if ev.Status >= http.StatusBadRequest {
			w.Code, w.Level = "15003", alert.Warning
		}
		m.do(w)
	}
	return true
}

// params returns the standard parameters of a voice request, with those of a verb and those of the
// call.
func (m *Machine) params(more url.Values) url.Values {
	p := webhook.Call{
		CallSid: m.call.Sid, AccountSid: m.call.AccountSid, From: m.call.From, To: m.call.To,
		Status: string(m.status), Direction: string(m.call.Direction), ParentCallSid: m.call.Parent,
		FromPlace: e164.PlaceOf(m.call.From), ToPlace: e164.PlaceOf(m.call.To), Extra: m.call.Params,
		SipCallID: sipCallID(m.call), SipDomain: sipDomain(m.call),
	}.Params()
	maps.Copy(p, more)
	return p
}

// resolve makes a URL of the document absolute. The empty reference is the document itself (RFC
// 3986, 5.4).
func (m *Machine) resolve(ref string) string {
	page := m.page()
	base := page.url
	if base == nil {
		base = m.main.url
	}
	u, err := url.Parse(ref)
	if err != nil || base == nil {
		return ref
	}
	if ref == "" {
		return base.String()
	}
	return base.ResolveReference(u).String()
}

// address is resolve for an optional URL. It returns false if the reference is empty, or the URL
// cannot be requested.
func (m *Machine) address(ref string) (absolute string, ok bool) {
	if ref == "" || strings.ContainsAny(ref, " \t\n") {
		return "", false
	}
	absolute = m.resolve(ref)
	u, err := url.Parse(absolute)
	return absolute, err == nil && client.Callable(u)
}

// unreached handles a document on a host that is not contacted. Choice: what the caller would hear
// is unknown, so the call ends with an error of ours and without an apology; the fallback is not
// requested, because Twilio would have no reason to. A callee with such a whisper is connected
// without it.
func (m *Machine) unreached(asked event.Fetch, ev event.Fetched) {
	keeper := m.page().keeper
	switch {
	case keeper != nil:
		m.do(event.Note{Text: event.NotAsked(ev)})
		keeper.failed(m, event.Problem{})
	case asked.Purpose == event.PurposeWhisper:
		m.do(event.Note{Text: event.NotAsked(ev)})
	default:
		m.warn(event.Warn{Level: alert.Error, Message: event.NotAsked(ev), URL: webhook.Redacted(asked.URL)})
		m.apologize(false)
	}
}

// addNotes reports how an answer was obtained, if that matters.
func (m *Machine) addNotes(ev event.Fetched) {
	for _, note := range ev.Notes {
		m.do(event.Note{Text: note})
	}
}
