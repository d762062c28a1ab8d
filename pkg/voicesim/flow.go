package voicesim

import "github.com/twvoice/twvoice/pkg/twiml"

// startRedirect runs <Redirect>: the rest of the document is dropped for another one. It does not answer
// (https://www.twilio.com/docs/voice/twiml/redirect).
func startRedirect(m *Machine, el *twiml.Element) activity {
	m.ask(Fetch{Purpose: PurposeRedirect, Method: read(el).method(), URL: el.Text()})
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
	switch reason := read(el).or("reason", "rejected"); {
	case m.status != Ringing:
		m.end(Completed, App)
	case reason == "busy":
		m.end(Busy, App)
	default:
		m.end(NoAnswer, App)
	}
	return nil
}
