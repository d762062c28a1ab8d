package voicesim

import (
	"container/heap"
	"context"
	"slices"
	"time"
)

// tempo is a clock that goes at a speed of its own.
type tempo struct {
	then  time.Duration // what it showed
	since time.Time     // at that moment
	speed float64       // times the wall's
}

func (p *tempo) at() time.Duration {
	return p.then + time.Duration(float64(time.Since(p.since))*p.speed)
}

// until is how long it takes on the wall until the clock shows a time.
func (p *tempo) until(at time.Duration) time.Duration {
	return time.Duration(float64(at-p.at()) / p.speed)
}

func (p *tempo) set(at time.Duration) { p.then, p.since = at, time.Now() }

// tick lets time pass as a clock does, where it is not virtual.
func (x *Simulator) tick() {
	if !x.options.Virtual {
		x.now = max(x.now, x.tempo.at())
	}
}

// due is how long it takes, on the wall, until something happens; planned is false where nothing will by itself.
func (x *Simulator) due() (in time.Duration, planned bool) {
	for len(x.timers) > 0 && !x.relevant(x.timers[0]) { // what means nothing any more lets no time pass
		heap.Pop(&x.timers)
	}
	if len(x.timers) == 0 {
		return 0, false
	}
	if x.options.Virtual && x.asking == 0 {
		return 0, true
	}
	return x.tempo.until(x.timers[0].at), true
}

// next has the first thing happen that is planned.
func (x *Simulator) next(ctx context.Context) error {
	c := heap.Pop(&x.timers).(timer)
	x.now = max(x.now, c.at)
	if x.options.Virtual {
		x.tempo.set(x.now)
	}
	return x.happen(ctx, c)
}

// wait waits until something is due, or comes in.
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

// sweep drops timers that mean nothing any more: a call leaves some behind, such as its limit of four hours. It looks at all of
// them when there are twice as many as it left the last time, so that each is looked at a few times only.
func (x *Simulator) sweep() {
	if len(x.timers) < 2*x.swept+64 {
		return
	}
	x.timers = slices.DeleteFunc(x.timers, func(c timer) bool { return !x.relevant(c) })
	heap.Init(&x.timers)
	x.swept = len(x.timers)
}
