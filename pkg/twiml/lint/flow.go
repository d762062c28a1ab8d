package lint

import (
	"github.com/twvoice/twvoice/pkg/twiml"
)

// unreachable reports the first verb after one that never continues. A Record continues after silence. A Gather does
// too, unless silence counts as an answer.
func unreachable(p *Pass, n *Node) {
	if n.Parent != nil || p.kind != twiml.Voice {
		return
	}
	var last *twiml.Element
	for _, verb := range n.Known() {
		if last != nil {
			p.Report(verb.Pos, "", "<%s> is never reached: %s; move it before the <%s>, or remove it", verb.Name, whyUnreachable(last), last.Name)
			return
		}
		if whyUnreachable(verb) != "" {
			last = verb
		}
	}
}

// whyUnreachable returns why nothing after a verb runs, or "".
func whyUnreachable(verb *twiml.Element) string {
	switch verb.Name {
	case "Redirect":
		return "<Redirect> continues with another document"
	case "Hangup", "Reject":
		return "<" + verb.Name + "> ends the call"
	case "Gather":
		if word(verb, "actionOnEmptyResult") == "true" {
			return "<Gather> with actionOnEmptyResult always requests its action"
		}
	case "Connect", "Dial", "Enqueue", "Refer":
		if word(verb, "action") != "" {
			return "<" + verb.Name + "> continues with its action"
		}
	}
	return ""
}

// lateReject: https://www.twilio.com/docs/voice/twiml/reject. During a Pause the call still rings, and so it does after
// verbs that only start something.
func lateReject(p *Pass, n *Node) {
	if n.Parent != nil || p.kind != twiml.Voice {
		return
	}
	var answers *twiml.Element
	for _, verb := range n.Known() {
		switch verb.Name {
		case "Reject":
			if answers != nil {
				p.Report(verb.Pos, "", "<Reject> comes too late: <%s> has already answered the call, which is then billed; put <Reject> first, or write <Hangup/>", answers.Name)
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

// unansweredGather: https://www.twilio.com/docs/voice/twiml/gather. A wait document starts again at its end.
func unansweredGather(p *Pass, n *Node) {
	verbs := n.Known()
	if n.Parent != nil || p.Place != Call || len(verbs) == 0 {
		return
	}
	last := verbs[len(verbs)-1]
	if last.Name == "Gather" && whyUnreachable(last) == "" {
		p.Report(last.Pos, "", "no input ends the call silently; add <Say> or <Redirect> after <Gather>, or set actionOnEmptyResult=\"true\"")
	}
}

// gatherLoop: https://www.twilio.com/docs/voice/twiml/gather#action. It is a notice, because an application that reads
// Digits may intend it.
func gatherLoop(p *Pass, n *Node) {
	if n.Is("Gather") && word(n.Element, "action") == "" && !p.NoBase {
		p.Report(n.Pos, "", "<Gather> without action requests the same document again with the caller's input; write action=\"…\" unless that is intended")
	}
}

// recordLoop: https://www.twilio.com/docs/voice/twiml/record#action.
func recordLoop(p *Pass, n *Node) {
	if n.Is("Record") && word(n.Element, "action") == "" && !p.NoBase {
		p.Report(n.Pos, "", "<Record> without action requests the same document again, and so records repeatedly; write action=\"…\"")
	}
}

// redirectLoop: https://www.twilio.com/docs/voice/twiml/redirect. A wait document repeats its music that way.
func redirectLoop(p *Pass, n *Node) {
	if n.Is("Redirect") && n.Text() == "" && p.Place == Call && !p.NoBase {
		p.Report(n.Pos, "", "<Redirect> without URL requests the same document again, endlessly; add a URL")
	}
}

// startEnds: https://www.twilio.com/docs/voice/twiml/start. Start does not wait, and the end of the document ends the
// call.
func startEnds(p *Pass, n *Node) {
	verbs := n.Known()
	if n.Parent != nil || p.Place != Call || len(verbs) == 0 {
		return
	}
	if last := verbs[len(verbs)-1]; last.Name == "Start" {
		p.Report(last.Pos, "", "the call ends directly after this <Start>, which does not wait; add after it what the caller hears, such as <Pause length=\"60\"/> or <Dial>")
	}
}

// playBoth: https://www.twilio.com/docs/voice/twiml/play#attributes-digits.
func playBoth(p *Pass, n *Node) {
	if _, ok := n.Attr("digits"); ok && n.Is("Play") && n.Text() != "" {
		p.Report(n.AttrPos("digits"), "", "<Play> plays digits or a URL, not both; use two <Play>")
	}
}
