package leg

import (
	"net/url"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// frame is a document that is being run, from the first verb to the last. The zero frame has ended.
type frame struct {
	place    lint.Place
	keeper   waitVerb // verb that plays the document, nil for the call's own
	url      *url.URL // nil if relative URLs have no base
	verbs    []*twiml.Element
	findings []lint.Finding // those that Twilio's debugger would show and that are not reported yet
	running  activity       // the running verb, nil between verbs
	asked    event.Fetch    // the pending request for the next document; ID 0 for none
}

// waitVerb is a verb that plays a document to a waiting caller, as Enqueue does.
type waitVerb interface {
	// exhausted handles the end of the document. It starts something, or leaves.
	exhausted(m *Machine)
	// failed handles a document that cannot be fetched or run. The problem was already reported.
	failed(m *Machine, p event.Problem)
	// looped handles documents that repeat without letting time pass, which was already reported.
	looped(m *Machine)
}

// page returns the running document: the one that is played to a waiting caller, or else the call's
// own.
func (m *Machine) page() *frame {
	if m.aside != nil {
		return m.aside
	}
	return &m.main
}

// advance runs verbs until one takes time, a document is requested, or the call has ended.
func (m *Machine) advance() {
	if m.call.Outgoing() && m.status.Unanswered() {
		return // the callee has not answered yet
	}
	for !m.ended {
		f := m.page()
		switch {
		case f.running != nil || f.asked.ID != 0:
			return
		case len(f.verbs) > 0:
			verb := f.verbs[0]
			f.verbs = f.verbs[1:]
			if started := m.start(verb); started != nil {
				f.running = started
			}
		case f.keeper != nil:
			f.keeper.exhausted(m)
		case m.call.Direction == event.OutboundDial && !m.met:
			m.ready()
		default:
			m.end(event.Completed, event.App) // the end of a document hangs up, even if no verb of it has answered
		}
	}
}

// pass sends an event to the running verbs; each recognizes its own by number.
func (m *Machine) pass(ev event.Event) {
	if aside := m.aside; aside != nil {
		m.give(aside, ev)
		if m.aside != aside {
			return
		}
	}
	m.give(&m.main, ev)
}

// give sends an event to the running verb of one document.
func (m *Machine) give(f *frame, ev event.Event) {
	running := f.running
	if running == nil || !running.on(m, ev) || f.running != running {
		return // it continues, or was replaced
	}
	f.running = nil
	if f == &m.main {
		m.aside = nil
	}
}

// load takes a document that has arrived.
func (m *Machine) load(ev event.Fetched) {
	f := m.page()
	f.url, f.verbs, f.findings, f.running = nil, nil, nil, nil
	if base, err := url.Parse(ev.URL); err == nil && ev.URL != "" {
		f.url = base
	}
	switch {
	case ev.Document != nil:
		f.verbs = slices.Collect(ev.Document.Root.Elements())
		f.findings = findings(ev.Document, lint.Options{Kind: lint.Voice, Place: f.place, NoBase: f.url == nil})
		for _, found := range f.take(nil) { // findings outside of verbs prevent none of them from running
			m.tell(found)
		}
	case ev.Audio != nil: // played, followed by a hangup
		m.answer()
		f.running = m.playAudio(event.Play{URL: ev.URL, Loop: 1, Length: ev.Audio.Length, Assumed: ev.Audio.Assumed})
	default: // read aloud, followed by a hangup
		m.answer()
		f.running = m.speak(event.Say{Text: ev.Text, Loop: 1})
	}
}

// failed handles a document that could not be fetched or run: it requests the fallback if one is
// set, or else apologizes. A fallback that fails is not requested again. Choice: nor is it
// requested for failures after its document, until the REST API redirects the call. Choice: no page
// of Twilio's says which errors of a document a call survives; see mortal.
func (m *Machine) failed(asked event.Fetch, p event.Problem) {
	where := asked.URL
	if f := m.page(); where == "" && f.url != nil {
		where = f.url.String()
	}
	m.warn(event.Warn{Code: p.Code, Level: alert.Error, Message: p.Message, URL: webhook.Redacted(where), Pos: p.Pos, Fix: p.Fix})
	if keeper := m.page().keeper; keeper != nil {
		keeper.failed(m, p)
		return
	}
	if m.fallen || m.call.FallbackURL == "" {
		m.apologize(true)
		return
	}
	m.fallen = true
	m.ask(event.Fetch{
		Purpose: event.PurposeFallback, Method: m.call.FallbackMethod, URL: m.call.FallbackURL,
		Params: url.Values{"ErrorCode": {p.Code}, "ErrorUrl": {webhook.Redacted(where)}},
	})
}

// apologyText is what a caller hears when an application fails and no fallback is set. Choice: users
// quote the sentence; no document of Twilio's that we have states it.
const apologyText = event.Apology

// apologize ends a call that cannot continue, with or without the apology.
func (m *Machine) apologize(aloud bool) {
	m.main.verbs = nil
	if !aloud {
		m.end(m.finished(), event.Twilio)
		return
	}
	m.answer()
	m.main.running = &apology{m.speak(event.Say{Text: apologyText, Loop: 1})}
}

// apology is the last thing said; Twilio, not the application, hangs up after it.
type apology struct{ activity }

func (a *apology) on(m *Machine, ev event.Event) bool {
	if a.activity.on(m, ev) {
		m.end(event.Completed, event.Twilio)
	}
	return false
}

// wait requests an Elapsed, and returns its number.
func (m *Machine) wait(length time.Duration) int {
	id := m.next()
	m.do(event.Wait{ID: id, For: length})
	return id
}

// after runs do after a time, whatever the call does then, unless it has ended.
func (m *Machine) after(length time.Duration, do func(*Machine)) {
	if m.later == nil {
		m.later = map[int]func(*Machine){}
	}
	m.later[m.wait(length)] = do
}

func (m *Machine) elapsed(ev event.Elapsed) {
	if do, ok := m.later[ev.ID]; ok {
		delete(m.later, ev.ID)
		do(m)
		return
	}
	m.pass(ev)
}

func (m *Machine) next() int {
	m.last++
	return m.last
}
