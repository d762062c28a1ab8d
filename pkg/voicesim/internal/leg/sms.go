package leg

import (
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// longestText limits a text message, in characters (https://www.twilio.com/docs/errors/21617).
const longestText = 1600

// startSms runs <Sms>: a text message during the call, which need not be answered. It is sent
// immediately, and the call does not wait for its delivery. Choice: a message that cannot be sent
// is invalid, has no SID, and the call continues (https://www.twilio.com/docs/voice/twiml/sms).
func startSms(m *Machine, el *twiml.Element) activity {
	set := read(el)
	next := set.action(m)
	text, ok := compose(m, set)
	if !ok {
		m.settle(next, url.Values{"SmsStatus": {"invalid"}})
		return nil
	}
	m.do(text)
	params := url.Values{"SmsSid": {text.Sid}, "SmsStatus": {"sent"}}
	m.notify(event.PurposeSms, set.hook(m, "statusCallback"), params)
	m.settle(next, params)
	return nil
}

// compose addresses a message. Choice: by default from the application's number to the person at
// the phone, in both directions.
func compose(m *Machine, set settings) (event.Text, bool) {
	text := event.Text{Body: set.el.Text(), Pos: set.el.Pos}
	person, app := person(m.call)
	var valid bool
	if text.To, valid = m.correspondent(set, "to", person); !valid {
		return text, false
	}
	if text.From, valid = m.correspondent(set, "from", app); !valid {
		return text, false
	}
	if size := utf8.RuneCountInString(text.Body); size == 0 || size > longestText {
		return text, false // package lint has reported it
	}
	text.Sid = m.sid("SM")
	return text, true
}

// correspondent returns the number in an attribute, or its default. An invalid attribute was
// already reported; a caller without a number, such as a client, was not.
func (m *Machine) correspondent(set settings, attr, otherwise string) (number string, ok bool) {
	written := set.or(attr, "")
	if written != "" {
		return e164.Parse(written)
	}
	if number, ok = e164.Parse(otherwise); !ok {
		code := map[string]string{"to": "14101", "from": "14102"}[attr]
		m.warn(event.Warn{Code: code, Level: level(code), Message: fmt.Sprintf("<Sms> without %s uses %q, which is not a phone number", attr, otherwise), Pos: set.el.Pos})
	}
	return number, ok
}

// person returns the address of the person at the phone, and that of the application.
func person(c event.Call) (person, app string) {
	if c.Outgoing() {
		return c.To, c.From
	}
	return c.From, c.To
}
