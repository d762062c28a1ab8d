package voicesim

import (
	"maps"
	"net/url"
	"strconv"
	"time"
)

// Detection is what the application wants to know of whoever answers
// (https://www.twilio.com/docs/voice/answering-machine-detection).
type Detection struct {
	Mode string // Enable, DetectMessageEnd; "" is none
	Hook Hook   // who is told while the call goes on; nowhere: a call by the REST API waits for the verdict
}

// detecting is how long it takes to tell a person from a machine. Choice: Twilio says 4 seconds on average, and shows less; the
// end of a machine's greeting takes no longer here.
const detecting = 3 * time.Second

// detect finds out whether a machine has answered. What it returns is to be waited for, nil for nothing: the verdict on a phone
// that Dial called is told beside the call.
func (m *Machine) detect(ev PickedUp) activity {
	d := m.call.Detection
	if d.Mode == "" {
		return nil
	}
	who := "human"
	switch {
	case ev.Machine && d.Mode == "DetectMessageEnd":
		who = "machine_end_beep"
	case ev.Machine:
		who = "machine_start"
	}
	verdict := url.Values{"AnsweredBy": {who}, "MachineDetectionDuration": {milliseconds(detecting)}}
	switch {
	case d.Hook.URL != "":
		verdict.Set("CallSid", m.call.Sid)
		verdict.Set("AccountSid", m.call.AccountSid)
		m.soon(detecting, func(m *Machine) {
			said := m.concluded(verdict)
			m.do(Detected{AnsweredBy: said.Get("AnsweredBy")})
			m.notify(PurposeDetection, d.Hook, said)
		})
	case m.call.Direction == OutboundAPI:
		m.verdict = verdict
		return m.pause(detecting)
	}
	return nil
}

// concluded is a verdict at the end of the call, or before. Choice: somebody who hangs up too soon to be told apart is unknown,
// and the application hears of it then.
func (m *Machine) concluded(verdict url.Values) url.Values {
	listened := m.now - m.since
	if verdict == nil || listened >= detecting {
		return verdict
	}
	unknown := maps.Clone(verdict)
	unknown.Set("AnsweredBy", "unknown")
	unknown.Set("MachineDetectionDuration", milliseconds(listened))
	return unknown
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
