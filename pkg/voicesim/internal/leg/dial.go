package leg

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// startDial runs <Dial>: other phones, a conference, or the first caller of a queue
// (https://www.twilio.com/docs/voice/twiml/dial).
func startDial(m *Machine, el *twiml.Element) activity {
	set := read(el)
	nouns := set.nouns()
	// Choice: of a Dial that mixes nouns (13000), only the Conference or the Queue is dialed.
	if i := slices.IndexFunc(nouns, func(n settings) bool { return n.el.Name == "Conference" || n.el.Name == "Queue" }); i >= 0 {
		m.answer()
		if nouns[i].el.Name == "Queue" {
			return startDialQueue(m, set, nouns[i])
		}
		return startConference(m, set, nouns[i])
	}
	d := &dial{
		set: set, next: set.action(m), sequential: set.is("sequential", false), star: set.is("hangupOnStar", false),
		timeout: set.seconds("timeout", 30), limit: set.seconds("timeLimit", 14400),
	}
	if len(nouns) > twiml.MaxDialNouns {
		m.do(event.Note{Text: fmt.Sprintf("<Dial> calls at most %d nouns: the others are not called", twiml.MaxDialNouns), Pos: nouns[twiml.MaxDialNouns].el.Pos})
		nouns = nouns[:twiml.MaxDialNouns] // Choice: Twilio's page names the limit, but not what happens to the rest
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

	calls []event.Call // not rung yet
	rings []event.Call // ringing, in the order in which they began
	other event.Call   // the answered one; its Sid is "" before the answer
	since time.Duration
	talks bool       // connected with the caller
	tape  *recording // may be nil
	timer int        // first of the timeout, then of the time limit
}

// begin rings the phones. A Dial without phones fails.
func (d *dial) begin(m *Machine) activity {
	if !d.ring(m) {
		d.finish(m, outcome{status: event.Failed})
		return nil
	}
	if _, ringing := recorded(d.set); ringing {
		d.tape = m.tape(d.set, "DialVerb")
	}
	return d
}

// listens reports that the star key belongs to the Dial with hangupOnStar. Only the caller has it,
// not the callee.
func (d *dial) listens(*Machine) event.Listening {
	return event.Listening{Keys: d.star && d.talks, Talking: d.talks}
}

func (d *dial) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case LegAnswered:
		d.answered(m, ev.Sid)
	case LegReady:
		d.connect(m, ev.Sid)
	case event.LegEnded:
		return d.ended(m, ev)
	case event.Elapsed:
		if ev.ID == d.timer {
			return d.timedOut(m)
		}
	case event.Spoke:
		m.do(Talk{Text: ev.Text})
	case event.Pressed:
		return d.pressed(m, ev.Key)
	case Referred:
		d.referred(m, ev)
	}
	return false
}

// answered stops the other phones, because the first one to answer wins.
func (d *dial) answered(m *Machine, sid string) {
	i := d.ringing(sid)
	if d.other.Sid != "" || i < 0 {
		return
	}
	d.other, d.since, d.timer = d.rings[i], m.now, 0
	d.rings = slices.Delete(d.rings, i, i+1)
	d.stopRinging(m, event.Canceled)
}

// connect connects the caller and the callee. Choice: "record-from-answer" begins here, after the
// whisper that only the callee heard.
func (d *dial) connect(m *Machine, sid string) {
	if sid != d.other.Sid {
		return
	}
	m.answer()
	d.talks = true
	d.timer = m.wait(d.limit)
	if wanted, _ := recorded(d.set); wanted && d.tape == nil {
		d.tape = m.tape(d.set, "DialVerb")
	}
	bridge := Bridge{Sid: sid}
	if d.tape != nil {
		bridge.Tape = event.Taping{Sid: d.tape.Sid, Since: d.tape.began}
	}
	m.do(bridge)
}

func (d *dial) pressed(m *Machine, key byte) bool {
	if key == '*' && d.star {
		return d.hangUp(m)
	}
	m.do(Talk{Keys: string(rune(key))})
	return false
}

// ended handles the end of a dialed leg.
func (d *dial) ended(m *Machine, ev event.LegEnded) bool {
	if ev.Sid == d.other.Sid {
		// Choice: completed also if the callee's whisper hung up; DialBridged distinguishes the
		// two.
		return d.finish(m, outcome{status: event.Completed, leg: d.other, away: ev.Away})
	}
	i := d.ringing(ev.Sid)
	if i < 0 {
		return false // a leg of an earlier Dial
	}
	gone := d.rings[i]
	d.rings = slices.Delete(d.rings, i, i+1)
	if len(d.rings) > 0 || d.ring(m) {
		return false
	}
	return d.finish(m, outcome{status: ev.Status, leg: gone})
}

// timedOut ends the ringing, or a conversation that has reached its limit.
func (d *dial) timedOut(m *Machine) bool {
	if d.talks {
		return d.hangUp(m)
	}
	last := d.stopRinging(m, event.NoAnswer)
	if d.ring(m) {
		return false
	}
	return d.finish(m, outcome{status: event.NoAnswer, leg: last})
}

// outcome is the result of a Dial of phones.
type outcome struct {
	status event.Status
	leg    event.Call // the answered one, or else the last one that rang; empty if none was dialed
	away   bool       // it has not ended, because the application redirected it
}

// params returns the parameters of the Dial's action
// (https://www.twilio.com/docs/voice/twiml/dial#action). It ends the recording.
func (d *dial) params(m *Machine, o outcome) url.Values {
	params := url.Values{"DialCallStatus": {string(o.status)}, "DialBridged": {"false"}}
	if d.talks {
		params.Set("DialBridged", "true")
	}
	if o.leg.Sid != "" {
		params.Set("DialCallSid", o.leg.Sid)
		if sip(o.leg.To) {
			params.Set("DialSipCallId", sipCallID(o.leg))
			params.Set("DialSipResponseCode", sipCode(o.status))
		}
	}
	if d.other.Sid != "" && !o.away { // Choice: counted from the answer, including the whisper
		params.Set("DialCallDuration", Whole(m.now-d.since))
	}
	if d.tape != nil {
		d.tape.stop(m, "")
		d.tape.describe(m, params)
	}
	return params
}

// hangUp hangs up on the callee; the caller continues.
func (d *dial) hangUp(m *Machine) bool {
	m.do(Drop{Sid: d.other.Sid, Status: event.Completed})
	return d.finish(m, outcome{status: event.Completed, leg: d.other})
}

// finish continues after the Dial.
func (d *dial) finish(m *Machine, o outcome) bool { return m.settle(d.next, d.params(m, o)) }

// leave hangs up on the other side. Choice: the action is requested also if a live update redirects
// the call, before the new document.
func (d *dial) leave(m *Machine, _ leaveReason) {
	o := outcome{status: event.Canceled, leg: d.stopRinging(m, event.Canceled)}
	if d.other.Sid != "" {
		m.do(Drop{Sid: d.other.Sid, Status: event.Completed})
		o = outcome{status: event.Completed, leg: d.other}
	}
	m.report(d.next, d.params(m, o))
}

// recorded reports whether a Dial is recorded, and whether from ringing on; "true" is from the
// answer.
func recorded(set settings) (wanted, ringing bool) {
	switch set.or("record", "do-not-record") {
	case "do-not-record", "false":
		return false, false
	case "record-from-ringing", "record-from-ringing-dual":
		return true, true
	}
	return true, false
}
