package voicesim

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// sorry is what a caller hears when an application fails and nothing stands behind it.
// Choice: the sentence is quoted by users; no document of Twilio's that we have states it.
const sorry = "We're sorry, an application error has occurred. Goodbye."

// ask requests the document that the call goes on with. Whatever still ran of the old one is dropped.
func (m *Machine) ask(f Fetch) {
	m.running, m.waiting, m.page.verbs = nil, 0, nil
	f.ID = m.next()
	f.Method = method(f.Method)
	f.URL = m.resolve(f.URL)
	f.Params = m.params(f.Params)
	m.asked = f
	if m.loop.stuck(f) {
		m.asked = Fetch{}
		m.warn(Warn{
			Code: "", Level: alert.Error, URL: f.URL,
			Message: fmt.Sprintf("%s %s was requested %d times while the caller did nothing: the call would go on in this circle until its limit", f.Method, f.URL, m.loop.count),
		})
		m.apologise(false)
		return
	}
	m.do(f)
}

// fetched goes on with a document that arrived, or hands audio to the verb that wanted it.
func (m *Machine) fetched(ev Fetched) {
	if ev.ID != m.asked.ID || ev.ID == 0 {
		m.pass(ev) // the verb knows whether it still wants it
		return
	}
	asked := m.asked
	m.asked = Fetch{}
	if ev.Problem != nil {
		m.failed(asked, *ev.Problem)
		return
	}
	base, err := url.Parse(ev.URL)
	if err != nil {
		base = nil
	}
	m.page = page{url: base}
	switch {
	case ev.Document != nil:
		m.page.verbs = slices.Collect(ev.Document.Root.Elements())
		m.strayText(ev.Document.Root)
	case ev.Audio != nil: // played, then hung up
		m.answer()
		m.running = m.playAudio(Play{URL: ev.URL, Loop: 1, Length: ev.Audio.Length})
	default: // read aloud, then hung up
		m.answer()
		m.running = m.speak(Say{Text: ev.Text, Loop: 1})
	}
}

// strayText warns of words that stand between verbs, where nobody says them.
func (m *Machine) strayText(root *twiml.Element) {
	if text := root.Text(); text != "" {
		m.warn(Warn{Code: "12200", Level: alert.Warning, Message: fmt.Sprintf("text directly in <Response> is not said: put %q into a <Say>", text), Pos: root.Pos})
	}
}

// failed tries the fallback; without one, or after it failed too, the caller hears an apology.
func (m *Machine) failed(asked Fetch, p Problem) {
	m.warn(Warn{Code: p.Code, Level: alert.Error, Message: p.Message, URL: redacted(asked.URL), Pos: p.Pos})
	if asked.Purpose == PurposeFallback || m.call.FallbackURL == "" {
		m.apologise(true)
		return
	}
	m.ask(Fetch{
		Purpose: PurposeFallback, Method: m.call.FallbackMethod, URL: m.call.FallbackURL,
		Params: url.Values{"ErrorCode": {p.Code}, "ErrorUrl": {asked.URL}},
	})
}

// apologise ends a call that cannot go on, with or without a word.
func (m *Machine) apologise(aloud bool) {
	m.page.verbs = nil
	if !aloud {
		m.end(m.finished(), Twilio)
		return
	}
	m.answer()
	m.running = &apology{m.speak(Say{Text: sorry, Loop: 1})}
}

// apology is the last thing said; Twilio, not the application, hangs up after it.
type apology struct{ activity }

func (a *apology) on(m *Machine, ev Event) bool {
	if a.activity.on(m, ev) {
		m.end(Completed, Twilio)
	}
	return false
}

// finished is how a call ends that is cut short: completed once it was answered, failed before.
func (m *Machine) finished() Status {
	if m.status == Ringing {
		return Failed
	}
	return Completed
}

// params are the standard parameters of a voice request, with what a verb adds and what the call was given.
func (m *Machine) params(more url.Values) url.Values {
	p := webhook.Call{
		CallSid: m.call.Sid, AccountSid: m.call.AccountSid, From: m.call.From, To: m.call.To,
		Status: string(m.status), Extra: m.call.Params,
	}.Params()
	maps.Copy(p, more)
	return p
}

// resolve makes a URL of the document absolute. The empty reference is the document itself (RFC 3986, 5.4).
func (m *Machine) resolve(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || m.page.url == nil {
		return ref
	}
	if ref == "" {
		return m.page.url.String()
	}
	return m.page.url.ResolveReference(u).String()
}

func method(s string) string {
	if s == "" {
		return http.MethodPost
	}
	return s
}

func redacted(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Redacted()
	}
	return raw
}
