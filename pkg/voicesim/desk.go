package voicesim

import (
	"cmp"
	"container/heap"
	"context"
	"time"
)

// desk is what [Run] and an [Office] have in common: the legs, who holds their phones, and what is still to come.
type desk struct {
	exchange Switch
	holders  map[string]*holder // of each leg's phone
	phones   func(Call) Phone   // nil: all are a [Stranger]
	observer func(Entry)        // nil is nobody
	longest  time.Duration      // that a call lasts which says nothing of its own; 0: four hours
	// outward performs an action that concerns the world outside.
	outward func(context.Context, Entry, Action) error

	now   time.Duration
	cues  cues
	order int
}

// take has a leg take one event, and performs all that comes of it.
func (d *desk) take(ctx context.Context, next cue) error {
	if next.mine {
		d.holders[next.leg].moving = false
	}
	if next.event == nil {
		d.ask(next.leg, Moment{At: d.now})
		return nil
	}
	if _, ok := next.event.(ringsAgain); ok {
		d.ring(next.leg)
		return nil
	}
	for _, e := range d.exchange.Step(d.now, next.leg, next.event) {
		if err := d.happened(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// happened shows an entry, performs its actions, and lets the one who holds the phone do something about it.
func (d *desk) happened(ctx context.Context, e Entry) error {
	if _, waited := e.Event.(Elapsed); d.observer != nil && (!waited || len(e.Actions) > 0) {
		d.observer(e)
	}
	for _, action := range e.Actions {
		d.perform(e.Sid, action)
		if err := d.outward(ctx, e, action); err != nil {
			return err
		}
	}
	d.ask(e.Sid, Moment{At: d.now, Event: e.Event, Heard: e.Actions})
	return nil
}

// perform does what needs time, or a phone. Everything else is for whoever observes, or has reached the other legs already.
func (d *desk) perform(sid string, action Action) {
	switch action := action.(type) {
	case Wait:
		d.cue(action.For, sid, Elapsed{ID: action.ID})
	case Ring:
		d.ring(sid)
	case Away: // no Dial limits it any more
		d.expire(sid)
	case Answer:
		if d.exchange.Leg(sid).Call().Direction != OutboundDial { // there the Dial has a limit
			d.expire(sid)
		}
	}
}

func (d *desk) expire(sid string) {
	limit := d.limit(*d.exchange.Leg(sid).Call())
	d.cue(limit, sid, Expired{Limit: limit})
}

func (d *desk) limit(c Call) time.Duration { return cmp.Or(c.TimeLimit, d.longest, 4*time.Hour) }

// meant says whether a cue still has a meaning for its leg.
func (d *desk) meant(c cue) bool {
	if _, rang := c.event.(Rang); rang {
		return true
	}
	leg := d.exchange.Leg(c.leg)
	return leg != nil && !(c.unanswered && leg.Status() != Ringing) && (!leg.Over() || late(c.event))
}

// late says whether an event has a meaning for a leg that is over.
func late(ev Event) bool {
	switch ev.(type) {
	case Fetched, Updated, astray:
		return true
	}
	return false
}

func (d *desk) cue(after time.Duration, leg string, ev Event) {
	d.push(cue{at: d.now + after, leg: leg, event: ev})
}

// push plans a cue. Time never runs backwards: what should have happened before happens now.
func (d *desk) push(c cue) {
	d.order++
	c.at, c.order = max(c.at, d.now), d.order
	heap.Push(&d.cues, c)
}
