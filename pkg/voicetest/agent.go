package voicetest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// IdleTimeout sets how long an application behind a WebSocket may do nothing when it is its turn. The
// call ends with the error hung-socket then. The default is ten seconds of real time.
func IdleTimeout(limit time.Duration) Option {
	return func(o *options) {
		o.only(calls, "IdleTimeout")
		o.sim.IdleTimeout = limit
	}
}

// defaultIdleTimeout is shorter than that of a call on the command line, because no
// person thinks about an answer.
const defaultIdleTimeout = 10 * time.Second

// Interrupts speaks while an agent behind a WebSocket speaks, after a time that counts from its first
// word. It waits until the agent begins to speak, and fails if the agent has finished by then, or
// the call ends first.
func (p *party) Interrupts(after time.Duration, words string) {
	p.call.t.Helper()
	defer p.begins()()
	p.listen(fmt.Sprintf("interrupt with %q", words), func(ear event.Listening) bool { return ear.Agent && p.leg.speaking })
	at := p.leg.speaks + after
	for p.call.at < at && p.leg.speaking {
		p.call.schedule(p.sid, at, nil)
		if !p.next() {
			p.call.fail("want %s to interrupt with %q, but %s", p.name, words, p.gone())
		}
	}
	if !p.leg.speaking {
		p.call.fail("want %s to interrupt with %q after %s, but the agent had finished: it said %s", p.name, words, after, p.heardLast())
	}
	p.do(p.call.at, event.Spoke{Text: words, Confidence: 0.9})
}

// Receives continues the call until Twilio receives a message from the application on the WebSocket
// that has these fields, and returns it. fields is a JSON object, of which the message may have more:
// `{"type":"language","ttsLanguage":"es-ES"}`. Each message is returned once, in order. It fails if
// the call ends first.
func (p *party) Receives(fields string) map[string]any {
	p.call.t.Helper()
	var want map[string]any
	if err := json.Unmarshal([]byte(fields), &want); err != nil {
		p.call.t.Fatalf("voicetest: Receives(%s): not a JSON object: %v", fields, err)
	}
	defer p.begins()()
	for more := true; ; more = p.next() {
		for p.received < len(p.leg.messages) {
			var message map[string]any
			data := p.leg.messages[p.received]
			p.received++
			if json.Unmarshal(data, &message) == nil && contains(message, want) {
				return message
			}
		}
		if !more {
			p.call.fail("want a message with %s from the application, but %s; its last message was %s", fields, p.gone(), p.leg.lastMessage())
		}
	}
}

// contains reports whether a message has all wanted fields.
func contains(message, want map[string]any) bool {
	for name, value := range want {
		if !reflect.DeepEqual(message[name], value) {
			return false
		}
	}
	return true
}

// lastMessage returns the last message of the application, for a failure.
func (l *leg) lastMessage() string {
	if len(l.messages) == 0 {
		return "none"
	}
	return string(l.messages[len(l.messages)-1])
}
