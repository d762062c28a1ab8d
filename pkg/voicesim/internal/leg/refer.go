package leg

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// transferTime is how long a transfer takes. Choice: no simulated party takes longer.
const transferTime = time.Second

// refer is <Refer>: a SIP caller is transferred to another address, and the verb waits for the
// result. Choice: it succeeds; the new party is not simulated
// (https://www.twilio.com/docs/voice/twiml/refer).
type refer struct {
	next  followUp
	timer int
}

// startRefer runs <Refer>. One that cannot be sent fails, and the call continues.
func startRefer(m *Machine, el *twiml.Element) activity {
	set := read(el)
	r := &refer{next: set.action(m)}
	person, _ := person(m.call)
	if !sip(person) {
		m.warn(event.Warn{Code: "13801", Level: level("13801"), Message: "<Refer> transfers only SIP callers, and this caller is " + person, Pos: el.Pos})
		m.settle(r.next, failedRefer())
		return nil
	}
	nouns := set.nouns()
	if len(nouns) == 0 || !sip(nouns[0].el.Text()) {
		m.settle(r.next, failedRefer()) // the reason is reported already
		return nil
	}
	m.do(event.Note{Text: "the caller is transferred to " + nouns[0].el.Text() + ", which answers; the conversation is not simulated", Pos: el.Pos})
	r.timer = m.wait(transferTime)
	return r
}

func (r *refer) on(m *Machine, ev event.Event) bool {
	if ev != event.Event(event.Elapsed{ID: r.timer}) {
		return false
	}
	return m.settle(r.next, url.Values{"ReferCallStatus": {"in-progress"}, "ReferSipResponseCode": {"202"}, "NotifySipResponseCode": {"200"}})
}

// leave handles a caller who hangs up before the result is known.
func (r *refer) leave(m *Machine, why leaveReason) {
	if why == callEnded {
		m.report(r.next, url.Values{"ReferCallStatus": {"canceled"}, "ReferSipResponseCode": {"202"}, "NotifySipResponseCode": {"180"}})
	}
}

// failedRefer returns the parameters of a transfer that was never requested. Choice: Twilio's table
// omits the status, and its example shows it.
func failedRefer() url.Values { return url.Values{"ReferCallStatus": {"failed"}} }

// referred asks the application about a call that the other side wants to transfer. Choice: the
// answer replaces the document, and the other side is hung up on; the action is not requested
// (https://www.twilio.com/docs/voice/twiml/refer).
func (d *dial) referred(m *Machine, ev Referred) {
	if ev.By != d.other.Sid {
		return
	}
	ref := d.set.or("referUrl", "")
	if ref == "" {
		m.warn(event.Warn{Code: "13802", Level: level("13802"), Message: "the called phone requests a transfer to " + ev.Target + ", which is ignored: <Dial> has no referUrl", Pos: d.set.el.Pos})
		return
	}
	m.do(Drop{Sid: d.other.Sid, Status: event.Completed})
	if d.tape != nil {
		d.tape.stop(m, "")
	}
	m.ask(event.Fetch{Purpose: event.PurposeRefer, Method: d.set.or("referMethod", ""), URL: ref, Params: url.Values{"ReferTransferTarget": {ev.Target}}})
}

// sip reports whether an address is a SIP address.
func sip(address string) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	scheme = strings.ToLower(scheme)
	return ok && rest != "" && (scheme == "sip" || scheme == "sips")
}

// domain returns the host of a SIP address: example.com of sip:ann@example.com:5060;transport=tls.
func domain(address string) string {
	_, rest, _ := strings.Cut(address, ":")
	if _, host, ok := strings.Cut(rest, "@"); ok {
		rest = host
	}
	if i := strings.IndexAny(rest, ":;?"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// sipDomain returns the SIP domain of a request: for an incoming SIP call the one that was called,
// if any, and for a dialed phone that of the phone. It is "" for phones that are not reached by
// SIP.
func sipDomain(c event.Call) string {
	person, app := person(c)
	switch {
	case !sip(person):
		return ""
	case !c.Outgoing() && sip(app):
		return domain(app)
	}
	return domain(person)
}

// sipCallID returns the Call-ID of a SIP leg, "" for others. It is derived from the call's Sid.
func sipCallID(c event.Call) string {
	if person, _ := person(c); !sip(person) {
		return ""
	}
	sum := sha256.Sum256([]byte(c.Sid))
	return hex.EncodeToString(sum[:16]) + "@0.0.0.0"
}

// headers returns the parameters for the SIP headers of a <Sip>: those after the ? of its address,
// and those in Headers, which are X-… or User-to-User. Twilio reports those that a phone returns;
// the simulated phone returns what it gets.
func headers(noun settings) url.Values {
	told := url.Values{}
	add := func(name, value string) {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-") || lower == "user-to-user" {
			told.Set("SipHeader_"+name, value)
		}
	}
	_, query, _ := strings.Cut(noun.el.Text(), "?")
	sent, _ := url.ParseQuery(query) // malformed pairs are skipped
	for name := range sent {
		add(name, sent.Get(name))
	}
	for _, list := range noun.nouns() {
		for _, header := range list.nouns() {
			if header.el.Name == "Header" {
				add(header.or("name", ""), header.or("value", ""))
			}
		}
	}
	return told
}

// sipCode returns the SIP response for a final status.
func sipCode(s event.Status) string {
	switch s {
	case event.Busy:
		return "486"
	case event.NoAnswer, event.Canceled:
		return "487"
	case event.Failed:
		return "404"
	}
	return "200"
}
