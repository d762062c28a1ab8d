package voicesim

import "net/url"

// outcome is what became of a Dial of phones.
type outcome struct {
	status Status
	leg    Call // the one that was answered, else the one that rang last; none where none was dialled
	away   bool // it has not ended: the application has led it elsewhere
}

// params are what the action of a Dial is told (https://www.twilio.com/docs/voice/twiml/dial#action). They end its recording.
func (d *dial) params(m *Machine, o outcome) url.Values {
	params := url.Values{"DialCallStatus": {string(o.status)}, "DialBridged": {"false"}}
	if d.talks {
		params.Set("DialBridged", "true")
	}
	if o.leg.Sid != "" {
		params.Set("DialCallSid", o.leg.Sid)
		if sip(o.leg.To) {
			params.Set("DialSipCallId", o.leg.sipCallID())
			params.Set("DialSipResponseCode", sipCode(o.status))
		}
	}
	if d.other.Sid != "" && !o.away { // Choice: from the answer on, the whisper too
		params.Set("DialCallDuration", whole(m.now-d.since))
	}
	if d.tape != nil {
		d.tape.stop(m, "")
		d.tape.describe(m, params)
	}
	return params
}

// recorded says whether a Dial is recorded, and whether it is from the ringing on; "true" is from the answer.
func recorded(set settings) (wanted, ringing bool) {
	switch set.or("record", "do-not-record") {
	case "do-not-record", "false":
		return false, false
	case "record-from-ringing", "record-from-ringing-dual":
		return true, true
	}
	return true, false
}
