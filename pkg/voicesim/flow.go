package voicesim

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// startRedirect runs <Redirect>: the rest of the document is dropped for another one. It does not answer
// (https://www.twilio.com/docs/voice/twiml/redirect).
func startRedirect(m *Machine, el *twiml.Element) activity {
	how, _ := el.Attr("method")
	m.ask(Fetch{Purpose: PurposeRedirect, Method: m.method(el, how, "13710"), URL: el.Text()})
	return nil
}

// startHangup runs <Hangup>; as the first verb it answers the call and ends it
// (https://www.twilio.com/docs/voice/twiml/hangup).
func startHangup(m *Machine, _ *twiml.Element) activity {
	m.end(Completed, App)
	return nil
}

// startReject runs <Reject>: the call is never answered, nor billed (https://www.twilio.com/docs/voice/twiml/reject).
// Choice: on a call that was answered it hangs up.
func startReject(m *Machine, el *twiml.Element) activity {
	reason, ok := el.Attr("reason")
	if ok && reason != "busy" && reason != "rejected" {
		m.warn(Warn{Code: "13810", Level: alert.Warning, Message: fmt.Sprintf("reason=%q is neither busy nor rejected; rejected is used", reason), Pos: el.AttrPos("reason")})
	}
	switch {
	case m.status != Ringing:
		m.end(Completed, App)
	case reason == "busy":
		m.end(Busy, App)
	default:
		m.end(NoAnswer, App)
	}
	return nil
}

// method reads a method attribute; a wrong one is a warning, and POST is used.
func (m *Machine) method(el *twiml.Element, how, code string) string {
	switch how {
	case "", "GET", "POST":
		return how
	}
	m.warn(Warn{Code: code, Level: alert.Warning, Message: fmt.Sprintf("method=%q is neither GET nor POST; POST is used", how), Pos: el.AttrPos("method")})
	return ""
}
