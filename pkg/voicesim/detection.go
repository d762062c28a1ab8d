package voicesim

import (
	"net/url"
	"time"
)

// Detection is what the application wants to know of whoever answers
// (https://www.twilio.com/docs/voice/answering-machine-detection).
type Detection struct {
	Mode string // Enable, DetectMessageEnd; "" is none
	Hook Hook   // who is told while the call goes on; nowhere: a call by the REST API waits for the verdict
}

// judging is how long it takes to tell a person from a machine. Choice: Twilio says 4 seconds on average, and shows less; the
// end of a machine's greeting takes no longer here.
const judging = 3 * time.Second

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
	verdict := url.Values{"AnsweredBy": {who}, "MachineDetectionDuration": {whole(judging) + "000"}}
	switch {
	case d.Hook.URL != "":
		verdict.Set("CallSid", m.call.Sid)
		verdict.Set("AccountSid", m.call.AccountSid)
		m.after(judging, func(m *Machine) { m.notify(PurposeDetection, d.Hook, verdict) })
	case m.call.Direction == OutboundAPI:
		m.verdict = verdict
		return m.pause(judging)
	}
	return nil
}
