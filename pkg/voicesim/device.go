package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// device is who holds a phone.
type device struct {
	Caller
	acting bool          // a move is still to come
	at     time.Duration // of the last move
	acts   int           // at that moment
}

func callerOrSilent(c Caller) Caller {
	if c == nil {
		return Silent{}
	}
	return c
}

// countAct counts a move, and reports whether there have been too many at one moment.
func (h *device) countAct(at time.Duration) (stuck bool) {
	if at > h.at {
		h.at, h.acts = at, 0
	}
	h.acts++
	return h.acts > leg.MaxActs
}

// ask asks who holds a phone for the next move, unless one is still to come.
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

// ring has a phone do what it does.
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

// ringsAgain says that a phone rings which nobody has described yet.
type ringsAgain struct{}

func (ringsAgain) IsEvent() {}
