package leg

import (
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// record is <Record>: a beep, then what the caller says, until silence, a finishing key, a hangup
// or the maximum length (https://www.twilio.com/docs/voice/twiml/record).
type record struct {
	set     settings
	next    followUp
	finish  string        // keys that end it
	timeout time.Duration // of silence, 0 for none
	tape    *recording
	script  *transcription // nil if no transcription is requested

	said   []string
	first  time.Duration // time at which the first words began
	last   time.Duration // time at which the last words end
	keys   bool          // keys were pressed and recorded
	speech int           // number of the wait for the end of the current words
	quiet  int           // number of the wait for silence
	limit  int           // number of the wait for the maximum length
}

// startRecord runs <Record>.
func startRecord(m *Machine, el *twiml.Element) activity {
	set := read(el)
	r := &record{
		set: set, next: set.itself(m),
		finish: set.or("finishOnKey", "1234567890*#"), timeout: set.seconds("timeout", 5),
	}
	longest := 3600
	if set.is("transcribe", false) {
		longest = 120 // https://www.twilio.com/docs/voice/twiml/record#maxlength
		r.script = &transcription{set: set, hook: set.hook(m, "transcribeCallback")}
	}
	if set.is("playBeep", true) {
		m.do(event.Beep{})
	}
	r.tape = m.tape(set, "RecordVerb")
	r.limit = m.wait(set.seconds("maxLength", longest))
	r.listen(m)
	return r
}

// listen waits for the silence that ends the recording. A timeout of 0 never ends it.
func (r *record) listen(m *Machine) {
	r.quiet = 0
	if r.timeout > 0 {
		r.quiet = m.wait(r.timeout)
	}
}

// listens reports which input is accepted; Prompting is set while the caller speaks.
func (r *record) listens(*Machine) event.Listening {
	return event.Listening{Keys: r.finish != "", Speech: true, Prompting: r.speech != 0}
}

func (r *record) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Spoke:
		r.spoke(m, ev.Text)
	case event.Pressed:
		return r.pressed(m, ev.Key)
	case event.Elapsed:
		switch ev.ID {
		case r.speech:
			r.speech = 0
			r.listen(m)
		case r.quiet:
			return r.silent(m)
		case r.limit:
			return r.end(m, "maxLength", "")
		}
	}
	return false
}

// spoke records words, which last as long as a synthetic voice would take.
func (r *record) spoke(m *Machine, text string) {
	begin := max(m.now, r.last)
	if len(r.said) == 0 {
		r.first = begin
	}
	r.said = append(r.said, text)
	r.last = begin + speechLength(text)
	r.speech, r.quiet = m.wait(r.last-m.now), 0
}

// pressed ends the recording if the key is a finishing one. Choice: any other key counts as sound,
// like words, and silence begins after it.
func (r *record) pressed(m *Machine, key byte) bool {
	if pressed := string(rune(key)); strings.Contains(r.finish, pressed) {
		return r.end(m, pressed, pressed)
	}
	r.keys = true
	if r.speech == 0 {
		r.listen(m)
	}
	return false
}

// silent ends the recording after silence. Choice: Twilio's page shows a Say after Record for a
// caller who left no message, and says elsewhere that it is never reached; silence from the
// beginning continues with the next verb, as it used to.
func (r *record) silent(m *Machine) bool {
	if len(r.said) == 0 && !r.keys {
		r.tape.absent(m, "silence")
		return true
	}
	return r.end(m, "silence", "")
}

// end sends the recording to the action; without one, the same document is requested again and gets
// it.
func (r *record) end(m *Machine, why, digits string) bool {
	params := r.outcome(m, why, digits)
	m.settle(r.next, params)
	r.script.order(m, r.tape, r.said)
	return true
}

// leave keeps the recording, and reports it to the application if the caller has hung up.
func (r *record) leave(m *Machine, why leaveReason) {
	if why == redirected {
		r.outcome(m, "", "")
	} else {
		m.report(r.next, r.outcome(m, "hangup", "hangup"))
	}
	r.script.order(m, r.tape, r.said)
}

func (r *record) outcome(m *Machine, why, digits string) url.Values {
	r.tape.end(m, why, r.length(m))
	params := url.Values{"Digits": {digits}}
	r.tape.describe(m, params)
	return params
}

// length returns the length of the recording, without the silence at its ends unless the document
// keeps it. Choice: if nothing was said, nothing is trimmed, because the recording would be empty.
func (r *record) length(m *Machine) time.Duration {
	if len(r.said) == 0 || r.set.or("trim", "trim-silence") == "do-not-trim" {
		return m.now - r.tape.began
	}
	return min(r.last, m.now) - r.first
}
