package leg

import (
	"cmp"
	"maps"
	"net/url"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// defaultRingTime is how long a phone rings that the REST API calls without a timeout
// (https://www.twilio.com/docs/voice/api/call-resource#timeout).
const defaultRingTime = time.Minute

// dialed rings a phone.
func (m *Machine) dialed() {
	m.become(event.Queued)
	m.progress("initiated")
	m.do(event.Ring{})
	if m.call.Direction == event.OutboundAPI {
		m.after(cmp.Or(m.call.Timeout, defaultRingTime), func(m *Machine) {
			if m.status.Unanswered() {
				m.end(event.NoAnswer, event.Twilio)
			}
		})
	}
}

// rings handles a dialed phone that rings.
func (m *Machine) rings() {
	if m.status == event.Queued {
		m.become(event.Ringing)
		m.progress("ringing")
	}
}

// pickedUp handles a dialed phone that answers. It has no effect after the first answer.
func (m *Machine) pickedUp(ev event.PickedUp) {
	if !m.call.Outgoing() || !m.status.Unanswered() {
		return
	}
	m.rings()
	m.answer()
	if m.call.SendDigits != "" { // machine detection is skipped, because the tones leave nothing to listen to
		m.main.running = &prelude{m.playDigits(event.Play{Digits: m.call.SendDigits, Loop: 1})}
		return
	}
	if wait := m.detect(ev); wait != nil {
		m.main.running = &prelude{wait}
		return
	}
	m.playFirst()
}

// prelude is what comes before the document of a callee: tones, or the wait for machine detection.
type prelude struct{ activity }

func (p *prelude) on(m *Machine, ev event.Event) bool {
	if p.activity.on(m, ev) {
		m.main.running = nil
		m.playFirst()
	}
	return false
}

// playFirst plays the document of the callee: the whole call, or what comes before the connection.
// Choice: a callee whose whisper cannot be fetched or run hears the apology, and is hung up on.
func (m *Machine) playFirst() {
	switch {
	case m.call.Direction == event.OutboundAPI:
		if who := m.verdict.Get("AnsweredBy"); who != "" {
			m.do(event.Detected{AnsweredBy: who})
		}
		m.open(m.verdict)
	case m.call.URL != "":
		m.main.place = lint.Whisper
		m.ask(event.Fetch{Purpose: event.PurposeWhisper, Method: m.call.Method, URL: m.call.URL})
	}
}

// ready waits to be connected with the leg that dialed this one.
func (m *Machine) ready() {
	m.met = true
	m.main.running = &line{}
	m.do(Ready{})
}

// line is a leg that is connected to another one, or is about to be.
type line struct{ connected bool }

func (l *line) listens(*Machine) event.Listening { return event.Listening{Talking: l.connected} }

func (l *line) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Bridged:
		l.connected, m.taping = true, ev.Tape
	case event.Spoke:
		m.do(Talk{Text: ev.Text})
	case event.Pressed:
		m.do(Talk{Keys: string(rune(ev.Key))})
	}
	return false
}

// detectionTime is how long machine detection takes. Choice: Twilio says 4 seconds on average, and
// shows less; the end of a machine's greeting takes no longer here.
const detectionTime = 3 * time.Second

// detect runs machine detection. It returns an activity to wait for, or nil: the result for a phone
// that Dial called is sent while the call continues.
func (m *Machine) detect(ev event.PickedUp) activity {
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
	verdict := url.Values{"AnsweredBy": {who}, "MachineDetectionDuration": {milliseconds(detectionTime)}}
	switch {
	case d.Hook.URL != "":
		verdict.Set("CallSid", m.call.Sid)
		verdict.Set("AccountSid", m.call.AccountSid)
		m.afterOrAtEnd(detectionTime, func(m *Machine) {
			said := m.concluded(verdict)
			m.do(event.Detected{AnsweredBy: said.Get("AnsweredBy")})
			m.notify(event.PurposeDetection, d.Hook, said)
		})
	case m.call.Direction == event.OutboundAPI:
		m.verdict = verdict
		return m.pause(detectionTime)
	}
	return nil
}

// concluded returns the result at the end of the call, or before. Choice: a callee who hangs up
// before the detection ends is unknown, and the application is notified then.
func (m *Machine) concluded(verdict url.Values) url.Values {
	listened := m.now - m.since
	if verdict == nil || listened >= detectionTime {
		return verdict
	}
	unknown := maps.Clone(verdict)
	unknown.Set("AnsweredBy", "unknown")
	unknown.Set("MachineDetectionDuration", milliseconds(listened))
	return unknown
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
