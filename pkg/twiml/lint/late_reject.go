package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// lateReject: https://www.twilio.com/docs/voice/twiml/reject. A Pause leaves the call ringing, and so do the verbs that only
// begin something.
func lateReject(p *pass, n *node) {
	if n.parent != nil || p.kind != twiml.Voice {
		return
	}
	var answers *twiml.Element
	for _, verb := range n.known() {
		switch verb.Name {
		case "Reject":
			if answers != nil {
				p.report(verb.Pos, "", "<Reject> comes too late: <%s> has answered the call, and it is billed; put it first, or write <Hangup/>", answers.Name)
				return
			}
		case "Leave", "Pause", "Redirect", "Sms", "Stop":
		default:
			if answers == nil {
				answers = verb
			}
		}
	}
}
