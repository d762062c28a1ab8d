package leg

import (
	"net/url"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

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
func (d *dial) leave(m *Machine, _ departure) {
	o := outcome{status: event.Canceled, leg: d.hush(m, event.Canceled)}
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
