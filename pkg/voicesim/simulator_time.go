package voicesim

import (
	"container/heap"
	"context"
	"slices"
	"time"
)

// paceClock is a clock with a speed.
type paceClock struct {
	then  time.Duration // its time at since
	since time.Time     // the wall-clock time that corresponds to then
	speed float64       // factor to real time
}

func (p *paceClock) at() time.Duration {
	return p.then + time.Duration(float64(time.Since(p.since))*p.speed)
}

// until returns how long, in real time, the clock takes to reach a time.
func (p *paceClock) until(at time.Duration) time.Duration {
	return time.Duration(float64(at-p.at()) / p.speed)
}

func (p *paceClock) set(at time.Duration) { p.then, p.since = at, time.Now() }

// tick advances the time as a clock does, unless it is virtual.
func (x *Simulator) tick() {
	if !x.options.Virtual || x.attending() {
		x.now = max(x.now, x.tempo.at())
	}
}

// due returns how long, in real time, it takes until the next scheduled event. planned is false if
// nothing is scheduled.
func (x *Simulator) due() (in time.Duration, planned bool) {
	for len(x.timers) > 0 && !x.relevant(x.timers[0]) { // timers without effect do not advance the time
		heap.Pop(&x.timers)
	}
	if len(x.timers) == 0 {
		return 0, false
	}
	if x.options.Virtual && x.asking == 0 && !x.attending() {
		if len(x.sockets.open) > 0 {
			return x.sockets.settling(), true
		}
		return 0, true
	}
	return x.tempo.until(x.timers[0].at), true
}

// attending reports whether an application behind a WebSocket has to act. When that begins, virtual
// time goes on at Speed.
func (x *Simulator) attending() bool {
	attending := x.waits()
	if attending && !x.attended && x.options.Virtual && x.asking == 0 {
		x.tempo.set(x.now)
	}
	x.attended = attending
	return attending
}

// next handles the next scheduled event.
func (x *Simulator) next(ctx context.Context) error {
	c := heap.Pop(&x.timers).(timer)
	x.now = max(x.now, c.at)
	if x.options.Virtual {
		x.tempo.set(x.now)
	}
	return x.happen(ctx, c)
}

// wait waits until an event is due or a message arrives.
func (x *Simulator) wait(ctx context.Context, due time.Duration, planned bool) error {
	var alarm <-chan time.Time
	if planned {
		timer := time.NewTimer(due)
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-x.inbox.filled:
	case <-alarm:
	}
	return nil
}

// sweep drops timers that no longer have an effect: a call leaves some, such as its limit of four
// hours. It runs when there are twice as many timers as after the last sweep, so each is checked
// only a few times.
func (x *Simulator) sweep() {
	if len(x.timers) < 2*x.swept+64 {
		return
	}
	x.timers = slices.DeleteFunc(x.timers, func(c timer) bool { return !x.relevant(c) })
	heap.Init(&x.timers)
	x.swept = len(x.timers)
}
