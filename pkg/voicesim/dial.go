package voicesim

import (
	"net/url"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// startDial runs <Dial>: other phones, a conference, or the first caller of a queue
// (https://www.twilio.com/docs/voice/twiml/dial).
func startDial(m *Machine, el *twiml.Element) activity {
	set := read(el)
	nouns := set.nouns()
	if i := slices.IndexFunc(nouns, func(n settings) bool { return n.el.Name == "Conference" || n.el.Name == "Queue" }); i >= 0 {
		m.answer()
		if nouns[i].el.Name == "Queue" {
			return startSummon(m, set, nouns[i])
		}
		return startConference(m, set, nouns[i])
	}
	d := &dial{
		set: set, next: set.action(m), legs: map[string]bool{},
		sequential: set.is("sequential", false), star: set.is("hangupOnStar", false),
		timeout: set.seconds("timeout", 30), limit: set.seconds("timeLimit", 14400),
	}
	d.calls = d.phones(m, nouns)
	if !set.is("answerOnBridge", false) {
		m.answer()
	}
	return d.begin(m)
}

// dial is a <Dial> of phones: they ring, one is answered, and talks with the caller.
type dial struct {
	set        settings
	next       followUp
	sequential bool
	star       bool // hangupOnStar
	timeout    time.Duration
	limit      time.Duration

	calls  []Call          // still to be rung
	legs   map[string]bool // that ring
	last   LegEnded        // the one that ended last
	other  string          // the one that was answered
	tape   *recording      // nil for none
	timer  int             // of the timeout, then of the time limit
	talks  bool
	talked time.Duration // since when
}

// begin rings the phones. A Dial that has none to ring has failed.
func (d *dial) begin(m *Machine) activity {
	if !d.ring(m) {
		d.finish(m, Failed, nil)
		return nil
	}
	if record := d.set.or("record", "do-not-record"); record == "record-from-ringing" || record == "record-from-ringing-dual" {
		d.record(m)
	}
	return d
}

// ring rings all phones, or the next one of a sequence.
func (d *dial) ring(m *Machine) bool {
	now := d.calls
	if d.sequential && len(now) > 1 {
		now = now[:1]
	}
	d.calls = d.calls[len(now):]
	for _, call := range now {
		d.legs[call.Sid] = true
		m.do(Dial{Call: call})
	}
	if len(now) > 0 {
		d.timer = m.wait(d.timeout)
	}
	return len(now) > 0
}

func (d *dial) listens(*Machine) Ear { return Ear{Talking: d.talks} }

func (d *dial) on(m *Machine, ev Event) bool {
	switch ev := ev.(type) {
	case LegAnswered:
		d.answered(m, ev.Sid)
	case LegReady:
		d.connect(m, ev.Sid)
	case LegEnded:
		return d.ended(m, ev)
	case Elapsed:
		if ev.ID == d.timer {
			return d.timedOut(m)
		}
	case Spoke:
		m.do(Talk{Text: ev.Text})
	case Pressed:
		return d.pressed(m, ev.Key)
	case Referred:
		d.refer(m, ev)
	}
	return false
}

// answered lets the other phones stop ringing: the first to be answered is the one.
func (d *dial) answered(m *Machine, sid string) {
	if d.other != "" || !d.legs[sid] {
		return
	}
	d.other, d.timer = sid, 0
	delete(d.legs, sid)
	d.hush(m, Canceled)
}

// hush stops what still rings, in the order in which it was rung.
func (d *dial) hush(m *Machine, status Status) {
	for _, sid := range sorted(d.legs) {
		m.do(Drop{Sid: sid, Status: status})
	}
	clear(d.legs)
}

// connect lets the two talk.
func (d *dial) connect(m *Machine, sid string) {
	if sid != d.other {
		return
	}
	m.answer()
	m.do(Bridge{Sid: sid})
	d.talks, d.talked = true, m.now
	d.timer = m.wait(d.limit)
	if record := d.set.or("record", "do-not-record"); d.tape == nil && record != "do-not-record" && record != "false" {
		d.record(m)
	}
}

func (d *dial) pressed(m *Machine, key byte) bool {
	if key != '*' || !d.star {
		m.do(Talk{Keys: string(rune(key))})
		return false
	}
	other := d.other
	d.other = ""
	m.do(Drop{Sid: other, Status: Completed})
	return d.finish(m, Completed, &LegEnded{Sid: other, Duration: m.now - d.talked})
}

// ended hears of a phone that is on the hook.
func (d *dial) ended(m *Machine, ev LegEnded) bool {
	if ev.Sid == d.other {
		return d.finish(m, Completed, &ev)
	}
	if !d.legs[ev.Sid] {
		return false
	}
	delete(d.legs, ev.Sid)
	d.last = ev
	if d.other != "" || len(d.legs) > 0 || d.ring(m) {
		return false
	}
	return d.finish(m, ev.Status, &ev)
}

// timedOut ends the ringing, or a talk that has reached its limit.
func (d *dial) timedOut(m *Machine) bool {
	if d.talks {
		other := d.other
		m.do(Drop{Sid: other, Status: Completed})
		return d.finish(m, Completed, &LegEnded{Sid: other, Duration: m.now - d.talked})
	}
	last := LegEnded{Status: NoAnswer}
	for _, sid := range sorted(d.legs) {
		last.Sid = sid
	}
	d.hush(m, NoAnswer)
	if d.ring(m) {
		return false
	}
	return d.finish(m, NoAnswer, &last)
}

// finish goes on behind the Dial.
func (d *dial) finish(m *Machine, status Status, leg *LegEnded) bool {
	params := d.outcome(m, status, leg)
	return m.settle(d.next, params)
}

func (d *dial) outcome(m *Machine, status Status, leg *LegEnded) url.Values {
	params := url.Values{"DialCallStatus": {string(status)}, "DialBridged": {"false"}}
	if d.talks {
		params.Set("DialBridged", "true")
	}
	if leg != nil && leg.Sid != "" {
		params.Set("DialCallSid", leg.Sid)
		if status == Completed && !leg.Away {
			params.Set("DialCallDuration", whole(leg.Duration))
		}
	}
	if d.tape != nil {
		d.tape.stop(m, "")
		d.tape.describe(m, params)
	}
	return params
}

// leave hangs up on the other side, and tells the application where the call is over.
func (d *dial) leave(m *Machine, why departure) {
	talked := LegEnded{Sid: d.other}
	status := Canceled
	if d.talks {
		status, talked.Duration = Completed, m.now-d.talked
	}
	if d.other != "" {
		m.do(Drop{Sid: d.other, Status: Completed})
	}
	for _, sid := range sorted(d.legs) {
		talked.Sid = sid
	}
	d.hush(m, Canceled)
	params := d.outcome(m, status, &talked)
	if why == gone {
		m.report(d.next, params)
	}
}

// refer asks the application what becomes of a call that the other side wants to pass on. What it answers takes the place
// of the document, and the other side is hung up on.
func (d *dial) refer(m *Machine, ev Referred) {
	ref := d.set.or("referUrl", "")
	if ref == "" {
		m.warn(Warn{Code: "13802", Level: level("13802"), Message: "the other side asks for a transfer to " + ev.Target + ", and <Dial> has no referUrl: nothing happens", Pos: d.set.el.Pos})
		return
	}
	m.do(Drop{Sid: d.other, Status: Completed})
	if d.tape != nil {
		d.tape.stop(m, "")
	}
	m.ask(Fetch{Purpose: PurposeRefer, Method: d.set.or("referMethod", ""), URL: ref, Params: url.Values{"ReferTransferTarget": {ev.Target}}})
}

// record begins to record both sides.
func (d *dial) record(m *Machine) {
	d.tape = m.tape(d.set, "DialVerb")
}
