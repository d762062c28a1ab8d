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

// settling is how long it takes to pass a caller on. Choice: nobody is there who could take longer.
const settling = time.Second

// refer is <Refer>: a caller who came by SIP is passed on to another address, and the verb waits for how that goes. Choice: it
// goes well; the one whom the caller is transferred to is not simulated (https://www.twilio.com/docs/voice/twiml/refer).
type refer struct {
	next  followUp
	timer int
}

// startRefer runs <Refer>. One that cannot be sent has failed, and the call goes on.
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
		m.settle(r.next, failedRefer()) // the judge has said why
		return nil
	}
	m.do(event.Note{Text: "the caller is transferred to " + nouns[0].el.Text() + ", which answers; the conversation is not simulated", Pos: el.Pos})
	r.timer = m.wait(settling)
	return r
}

func (r *refer) on(m *Machine, ev event.Event) bool {
	if ev != event.Event(event.Elapsed{ID: r.timer}) {
		return false
	}
	return m.settle(r.next, url.Values{"ReferCallStatus": {"in-progress"}, "ReferSipResponseCode": {"202"}, "NotifySipResponseCode": {"200"}})
}

// leave is a caller who is gone before it is known how it went.
func (r *refer) leave(m *Machine, why departure) {
	if why == gone {
		m.report(r.next, url.Values{"ReferCallStatus": {"canceled"}, "ReferSipResponseCode": {"202"}, "NotifySipResponseCode": {"180"}})
	}
}

// failedRefer is a transfer that was never asked for. Choice: Twilio's table leaves the status out, and its example shows it.
func failedRefer() url.Values { return url.Values{"ReferCallStatus": {"failed"}} }

// sip says whether an address is reached by SIP.
func sip(address string) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	scheme = strings.ToLower(scheme)
	return ok && rest != "" && (scheme == "sip" || scheme == "sips")
}

// domain is the host of a SIP address: example.com of sip:ann@example.com:5060;transport=tls.
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

// sipDomain is what a request says of the domain: of a call that came by SIP the one that it came to, where it came to one, and
// of a phone that was dialled the phone's. It is "" where whoever holds the phone is reached otherwise.
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

// sipCallID is the Call-ID of a leg by SIP, "" of another. It follows from the call's own SID.
func sipCallID(c event.Call) string {
	if person, _ := person(c); !sip(person) {
		return ""
	}
	sum := sha256.Sum256([]byte(c.Sid))
	return hex.EncodeToString(sum[:16]) + "@0.0.0.0"
}

// headers are the parameters that tell of the SIP headers of a <Sip>: those behind the ? of its address, and in Headers, which are
// X-… or User-to-User. Twilio tells of those that a phone sends back; this one sends back what it gets.
func headers(noun settings) url.Values {
	told := url.Values{}
	add := func(name, value string) {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-") || lower == "user-to-user" {
			told.Set("SipHeader_"+name, value)
		}
	}
	_, query, _ := strings.Cut(noun.el.Text(), "?")
	sent, _ := url.ParseQuery(query) // what is written wrong is left out
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

// sipCode is the SIP response that a final status stands for.
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
