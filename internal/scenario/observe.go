package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// observe records one event.
func (p *play) observe(e event.Entry) {
	p.now = e.At
	if slices.ContainsFunc(p.agents, func(a *agent) bool { return a.sid == e.Sid }) {
		return // agents belong to the scenario, not to the application
	}
	p.transcribe(e)
	caller := e.Leg == event.First
	switch ev := e.Event.(type) {
	case event.Fetched:
		p.line.answer(e.At, e.Sid, ev)
	case event.Pressed, event.Spoke, event.HungUp:
		if caller {
			p.act()
			p.talk.observeSocket(e.At, ev)
		}
	case event.SocketOpened, event.SocketReceived, event.Fault:
		if caller {
			p.talk.observeSocket(e.At, ev)
		}
	case event.Heard:
		if caller && ev.Text != "" {
			p.line.hear(e.At, heard{text: ev.Text})
		}
	case event.Expired:
		p.expired = p.expired || caller
	case event.Waiting, event.Dequeued, event.Bridged, event.Joined, event.Closed:
		if caller {
			p.observePlaces(e)
		}
	}
	var dialed []event.Call
	for _, action := range e.Actions {
		if dial, ok := action.(event.Dial); ok {
			dialed = append(dialed, dial.Call)
		}
		p.observeLeg(e, action)
	}
	p.describe(dialed)
	p.look()
}

// act records that the caller did something. Later actions of the application count as its reaction.
func (p *play) act() {
	p.acts++
	p.silent = false
	p.acted, p.line.cursor, p.talk.delivered = p.line.done, len(p.line.all), len(p.talk.received)
}

// observeLeg records an action of a call leg.
func (p *play) observeLeg(e event.Entry, action event.Action) {
	caller := e.Leg == event.First
	switch a := action.(type) {
	case event.Fetch:
		p.line.ask(e, a)
	case event.Dial:
		p.line.dial(e.At, a.Call)
	case event.Warn:
		if a.Level == alert.Error && !p.expects(a.Code, a.Rule) {
			p.fail("%s", described(a))
			p.advise(a.Fix)
		}
	default:
		if caller {
			p.observeCaller(e, action)
		}
	}
}

// observeCaller records an action of the caller's own leg.
func (p *play) observeCaller(e event.Entry, action event.Action) {
	p.talk.observeAgent(e.At, action)
	switch a := action.(type) {
	case event.Say:
		p.patience = a.Loop < endless
		p.line.hear(e.At, heard{text: a.Text, voice: a.Voice, language: a.Language, agent: a.Agent})
	case event.Play:
		p.patience = a.Loop < endless
		p.line.hear(e.At, heard{url: a.URL})
	case event.Record:
		if a.Source == "RecordVerb" {
			p.line.done++
			p.taping = p.taping.update(e.At, a.Over)
		}
	case event.LeaveQueue:
		p.queue = p.queue.leave(e.At)
	case event.Leave:
		p.conference = ""
	case event.Unheard:
		p.fail("%q was ignored: %s", a.Input, cmp.Or(a.Why, "the call was not waiting for input"))
	case event.End:
		p.ended = &a
	}
}

// endless is the number of times Twilio repeats a loop without end.
const endless = 1000

// observePlaces records events of queues and conferences.
func (p *play) observePlaces(e event.Entry) {
	switch ev := e.Event.(type) {
	case event.Waiting:
		if ev.Sid != "" {
			p.queue = &queued{name: ev.Name, since: e.At}
		}
	case event.Dequeued:
		if p.queue != nil {
			p.queue.chosen = true
		}
	case event.Bridged:
		if p.queue != nil {
			p.queue.bridged = p.queue.chosen
		}
	case event.Joined:
		p.conference = ev.Name
	case event.Closed:
		p.conference = ""
	}
}

// transcribe adds the event to the transcript for reports.
func (p *play) transcribe(e event.Entry) {
	for _, part := range p.reader.Read(e) {
		if a, ok := part.(transcript.Alert); ok && p.source != nil {
			if name := p.source(a.URL); name != "" {
				a.URL = name
			}
			part = a
		}
		p.call.Add(part)
		p.lines = append(p.lines, transcript.Line(part, transcript.Plain{}))
	}
}

// expects reports whether the scenario expects an alert: by its code, by its rule, or because a fault raised it.
func (p *play) expects(code, rule string) bool {
	named := func(all []string) bool {
		return code != "" && slices.Contains(all, code) || rule != "" && slices.Contains(all, rule)
	}
	return named(p.scenario.Alerts) || named(p.excused)
}

func described(a event.Warn) string {
	named, kind := a.Code, "error "
	if named == "" {
		named, kind = a.Rule, ""
	}
	switch named {
	case "hung-socket":
		return a.Message
	case "":
		return fmt.Sprintf("an error was raised: %s", a.Message)
	}
	return fmt.Sprintf("%s%s was raised; to expect it, add `alerts: [%q]`: %s", kind, named, named, a.Message)
}
