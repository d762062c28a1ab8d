package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// device is a phone with its user.
type device struct {
	Caller
	acting bool          // an input is pending
	at     time.Duration // time of the last input
	acts   int           // inputs at that time
}

func callerOrSilent(c Caller) Caller {
	if c == nil {
		return Silent{}
	}
	return c
}

// countAct counts an input, and reports whether there have been too many at one moment.
func (h *device) countAct(at time.Duration) (stuck bool) {
	if at > h.at {
		h.at, h.acts = at, 0
	}
	h.acts++
	return h.acts > leg.MaxActs
}

// ask asks the user of a phone for the next input, unless one is pending.
func (d *scheduler) ask(sid string, now Turn) {
	holder, l := d.devices[sid], d.bridge.Leg(sid)
	if holder == nil || holder.acting || l.Over() {
		return
	}
	now.Listening = l.Listening()
	move, ok := holder.Act(now)
	if !ok {
		return
	}
	at := d.now + max(move.After, 0)
	if holder.countAct(at) {
		move.Event = leg.Stalled{}
	}
	holder.acting = true
	d.schedule(timer{at: at, leg: sid, event: move.Event, mine: true})
}

// ring schedules the behavior of a phone.
func (d *scheduler) ring(sid string) {
	phone := DefaultPhone()
	if d.phones != nil {
		phone = d.phones(*d.bridge.Leg(sid).Call())
	}
	if phone.Later {
		d.after(0, sid, ringsAgain{})
		return
	}
	if phone.Caller != nil || d.devices[sid] == nil { // the application may have called the first caller
		d.devices[sid] = &device{Caller: callerOrSilent(phone.Caller)}
	}
	for _, p := range phone.pickUp() {
		d.after(p.after, sid, p.event)
	}
}

// ringsAgain requests the description of a phone that was put off with [Phone.Later].
type ringsAgain struct{}

// IsEvent marks ringsAgain as an [event.Event].
func (ringsAgain) IsEvent() {}
