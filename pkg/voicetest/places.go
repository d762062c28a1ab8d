package voicetest

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// InQueue continues the call until this party waits in the queue with that name, by <Enqueue>.
func (p *party) InQueue(name string) {
	p.call.t.Helper()
	p.enter(fmt.Sprintf("to be in the queue %q", name), func() bool { return p.leg.queue == name })
}

// InConference continues the call until this party is in the conference with that name.
func (p *party) InConference(name string) {
	p.call.t.Helper()
	p.enter(fmt.Sprintf("to be in the conference %q", name), func() bool { return p.leg.conference == name })
}

func (p *party) enter(what string, there func() bool) {
	p.call.t.Helper()
	defer p.begins()()
	for !there() {
		if p.waits() {
			p.call.fail("want %s %s, but the call waits for %s", p.name, what, p.name)
		}
		if !p.next() {
			p.call.fail("want %s %s, but %s", p.name, what, p.gone())
		}
	}
}

// Record leaves speech of a length on a <Record> as soon as one begins, and ends it by "#",
// "hangup" or "silence". It fails if the call ends without a recording.
func (p *party) Record(length time.Duration, end string) {
	p.call.t.Helper()
	switch end {
	case "#", "hangup", "silence":
	default:
		p.call.t.Fatalf(`voicetest: Record ends by "#", "hangup" or "silence", not by %q`, end)
	}
	defer p.begins()()
	p.listen("be recorded", func(event.Listening) bool { return p.leg.taping })
	began := p.leg.taped
	p.do(p.call.at, voicesim.SpeechLasting(length))
	for p.call.schedule(p.sid, began+length, nil); p.leg.taping && p.call.at < began+length && p.next(); {
	}
	switch {
	case !p.leg.taping:
	case end == "#":
		p.do(p.call.at, event.Pressed{Key: '#'})
	case end == "hangup":
		p.do(p.call.at, event.HungUp{})
	default:
		for p.leg.taping && p.next() {
		}
	}
}
