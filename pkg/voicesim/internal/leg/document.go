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

// frame is a document on its way from the first verb to the last. The zero frame is over.
type frame struct {
	place    lint.Place
	keeper   keeper   // who plays the document meanwhile, nil for the call's own
	url      *url.URL // nil where relative URLs have nothing to begin at
	verbs    []*twiml.Element
	findings []lint.Finding // those that Twilio's debugger would show, not told yet
	running  activity       // the verb that runs, nil between verbs
	asked    event.Fetch    // the request for the next document, under way; ID 0 for none
}

// keeper is a verb that plays a document to somebody who waits, as Enqueue does.
type keeper interface {
	// exhausted goes on behind the last verb. It starts something, or leaves.
	exhausted(m *Machine)
	// failed goes on where the document cannot be had or run. What is wrong has been told.
	failed(m *Machine, p event.Problem)
	// tired goes on where its documents go in a circle. That they do has been told.
	tired(m *Machine)
}

// page is the document that runs: the one that is played meanwhile, else the call's own.
func (m *Machine) page() *frame {
	if m.aside != nil {
		return m.aside
	}
	return &m.main
}

// advance runs verbs until one takes time, a document is on its way, or the call is over.
func (m *Machine) advance() {
	if m.call.Outgoing() && m.status.Unanswered() {
		return // nobody is there yet to hear it
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
			m.end(event.Completed, event.App) // the end of a document hangs up, also where no verb of it had answered
		}
	}
}

// pass gives an event to the verbs that run; each knows by its number whether it is meant.
func (m *Machine) pass(ev event.Event) {
	if aside := m.aside; aside != nil {
		m.give(aside, ev)
		if m.aside != aside {
			return
		}
	}
	m.give(&m.main, ev)
}

// give gives an event to the verb that runs in one document.
func (m *Machine) give(f *frame, ev event.Event) {
	running := f.running
	if running == nil || !running.on(m, ev) || f.running != running {
		return // it goes on, or something else has taken its place
	}
	f.running = nil
	if f == &m.main {
		m.aside = nil
	}
}

// load takes a document that arrived.
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
		for _, found := range f.take(nil) { // what lies in no verb keeps none from running
			m.tell(found)
		}
	case ev.Audio != nil: // played, then hung up
		m.answer()
		f.running = m.playAudio(event.Play{URL: ev.URL, Loop: 1, Length: ev.Audio.Length, Assumed: ev.Audio.Assumed})
	default: // read aloud, then hung up
		m.answer()
		f.running = m.speak(event.Say{Text: ev.Text, Loop: 1})
	}
}

// failed goes on after a document that could not be had or run: the fallback where there is one, else an apology. A fallback
// that fails as well is not asked again. Choice: nor is it for what comes behind its document, until the REST API leads the call
// elsewhere. Choice: which mistakes of a document a call survives no page of Twilio's says; see mortal.
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
		m.apologise(true)
		return
	}
	m.fallen = true
	m.ask(event.Fetch{
		Purpose: event.PurposeFallback, Method: m.call.FallbackMethod, URL: m.call.FallbackURL,
		Params: url.Values{"ErrorCode": {p.Code}, "ErrorUrl": {webhook.Redacted(where)}},
	})
}

// sorry is what a caller hears when an application fails and nothing stands behind it.
// Choice: the sentence is quoted by users; no document of Twilio's that we have states it.
const sorry = event.Apology

// apologise ends a call that cannot go on, with or without a word.
func (m *Machine) apologise(aloud bool) {
	m.main.verbs = nil
	if !aloud {
		m.end(m.finished(), event.Twilio)
		return
	}
	m.answer()
	m.main.running = &apology{m.speak(event.Say{Text: sorry, Loop: 1})}
}

// apology is the last thing said; Twilio, not the application, hangs up after it.
type apology struct{ activity }

func (a *apology) on(m *Machine, ev event.Event) bool {
	if a.activity.on(m, ev) {
		m.end(event.Completed, event.Twilio)
	}
	return false
}

// wait asks for an Elapsed of the number that it returns.
func (m *Machine) wait(length time.Duration) int {
	id := m.next()
	m.do(event.Wait{ID: id, For: length})
	return id
}

// after does something when a time is over, whatever the call does then; not when it has ended.
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
