package voicesim

import "net/url"

// referred asks the application what becomes of a call that the other side wants to pass on. Choice: what it answers takes the
// place of the document, and the other side is hung up on; the action is not asked (https://www.twilio.com/docs/voice/twiml/refer).
func (d *dial) referred(m *Machine, ev Referred) {
	if ev.By != d.other.Sid {
		return
	}
	ref := d.set.or("referUrl", "")
	if ref == "" {
		m.warn(Warn{Code: "13802", Level: level("13802"), Message: "the other side asks for a transfer to " + ev.Target + ", and <Dial> has no referUrl: nothing happens", Pos: d.set.el.Pos})
		return
	}
	m.do(Drop{Sid: d.other.Sid, Status: Completed})
	if d.tape != nil {
		d.tape.stop(m, "")
	}
	m.ask(Fetch{Purpose: PurposeRefer, Method: d.set.or("referMethod", ""), URL: ref, Params: url.Values{"ReferTransferTarget": {ev.Target}}})
}
