package voicesim

import (
	"cmp"
	"container/heap"
	"context"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/bridge"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// scheduler is what [Run] and a [Simulator] share: the legs, their phones, and the scheduled
// events.
type scheduler struct {
	bridge   bridge.Switch
	devices  map[string]*device     // by leg
	phones   func(event.Call) Phone // nil: all are a [DefaultPhone]
	observer func(event.Entry)      // may be nil
	longest  time.Duration          // time limit of calls that have none; 0: four hours
	// outward performs an action that concerns the outside world.
	outward func(context.Context, event.Entry, event.Action) error

	sockets     sockets
	idleTimeout time.Duration // how long nothing may happen on an open WebSocket
	person      bool          // a real person may act at any time

	now    time.Duration
	timers timers
	order  int
}

// take sends one event to a leg, and performs everything that follows.
func (d *scheduler) take(ctx context.Context, next timer) error {
	if next.mine {
		d.devices[next.leg].acting = false
	}
	if next.event == nil {
		d.ask(next.leg, Turn{At: d.now})
		return nil
	}
	switch ev := next.event.(type) {
	case ringsAgain:
		d.ring(next.leg)
		return nil
	case checkIdle:
		d.checkIdle(next.leg, ev)
		return nil
	case event.SocketOpened:
		d.after(d.idleTimeout, next.leg, checkIdle{ev.ID})
	case event.SocketClosed:
		d.sockets.lost(next.leg, ev.ID)
	}
	for _, e := range d.bridge.Step(d.now, next.leg, next.event) {
		if err := d.happened(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// happened shows an entry, performs its actions, and asks the person at the phone for an input.
func (d *scheduler) happened(ctx context.Context, e event.Entry) error {
	if _, waited := e.Event.(event.Elapsed); d.observer != nil && (!waited || len(e.Actions) > 0) {
		d.observer(e)
	}
	for _, action := range e.Actions {
		d.perform(e.Sid, action)
		if err := d.outward(ctx, e, action); err != nil {
			return err
		}
	}
	d.ask(e.Sid, Turn{At: d.now, Event: e.Event, Heard: e.Actions})
	return nil
}

// perform executes actions that need time or a phone. All others are for observers, or have already
// reached the other legs.
func (d *scheduler) perform(sid string, action event.Action) {
	switch action := action.(type) {
	case event.Wait:
		d.after(action.For, sid, event.Elapsed{ID: action.ID})
	case event.Ring:
		d.ring(sid)
	case event.SendSocket:
		d.sockets.send(sid, action)
	case event.CloseSocket:
		d.sockets.close(sid, action)
	case leg.Away: // the limit of the Dial no longer applies
		d.expire(sid)
	case event.Answer:
		if d.bridge.Leg(sid).Call().Direction != event.OutboundDial { // the Dial of an outbound-dial leg has the limit
			d.expire(sid)
		}
	}
}

func (d *scheduler) expire(sid string) {
	limit := d.limit(*d.bridge.Leg(sid).Call())
	d.after(limit, sid, event.Expired{Limit: limit})
}

func (d *scheduler) limit(c event.Call) time.Duration {
	return cmp.Or(c.TimeLimit, d.longest, 4*time.Hour)
}

// relevant reports whether a timer still has an effect on its leg.
func (d *scheduler) relevant(c timer) bool {
	if _, rang := c.event.(event.Rang); rang {
		return true
	}
	leg := d.bridge.Leg(c.leg)
	return leg != nil && !(c.unanswered && leg.Status() != event.Ringing) && (!leg.Over() || affectsEnded(c.event))
}

// affectsEnded reports whether an event has an effect on a leg that has ended.
func affectsEnded(ev event.Event) bool {
	switch ev.(type) {
	case event.Fetched, event.Updated, event.SocketOpened, leg.UnknownLeg:
		return true
	}
	return false
}

func (d *scheduler) after(after time.Duration, leg string, ev event.Event) {
	d.schedule(timer{at: d.now + after, leg: leg, event: ev})
}

// schedule adds a timer. An event in the past happens now, because time never runs backward.
func (d *scheduler) schedule(c timer) {
	d.order++
	c.at, c.order = max(c.at, d.now), d.order
	heap.Push(&d.timers, c)
}
