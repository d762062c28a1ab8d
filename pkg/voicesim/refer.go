package voicesim

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// settling is how long it takes to pass a caller on. Choice: nobody is there who could take longer.
const settling = time.Second

// refer is <Refer>: a caller who came by SIP is passed on to another address, and the verb waits for how that goes. Choice: it
// goes well; the one whom the caller is passed on to is not simulated (https://www.twilio.com/docs/voice/twiml/refer).
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
		m.warn(Warn{Code: "13801", Level: level("13801"), Message: "<Refer> passes on callers who come by SIP, and this one is " + person, Pos: el.Pos})
		m.settle(r.next, failedRefer())
		return nil
	}
	nouns := set.nouns()
	if len(nouns) == 0 || !sip(nouns[0].el.Text()) {
		m.settle(r.next, failedRefer()) // the judge has said why
		return nil
	}
	m.do(Note{Text: "the caller is passed on to " + nouns[0].el.Text() + ", who takes the call; what they say is not simulated", Pos: el.Pos})
	r.timer = m.wait(settling)
	return r
}

func (r *refer) on(m *Machine, ev Event) bool {
	if ev != Event(Elapsed{ID: r.timer}) {
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
