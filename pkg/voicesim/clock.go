package voicesim

import (
	"container/heap"
	"context"
	"time"
)

// next returns the next event of a call, and sets the time at which it happens. Time jumps to the
// next timer, but for three cases: a person listens ([Options.RealTime]); an application behind a
// WebSocket has to act; or one has just sent something, and may be about to send more.
func (r *runner) next(ctx context.Context) (timer, error) {
	for {
		if err := ctx.Err(); err != nil {
			return timer{}, err
		}
		if arrived, ok := r.received(); ok {
			return arrived, nil
		}
		due := r.timers[0]
		if r.real() {
			done, passed, err := r.wait(ctx, due.at)
			if err != nil || done.event != nil {
				return done, err
			}
			if !passed {
				continue
			}
		} else if quiet, err := r.settle(ctx); err != nil || !quiet {
			continue
		}
		if r.inbox.waiting() {
			continue
		}
		heap.Pop(&r.timers)
		r.now = max(r.now, due.at)
		return due, nil
	}
}

// received returns the next message of an application, which happens now.
func (r *runner) received() (timer, bool) {
	if len(r.arrived) == 0 {
		r.arrived = r.inbox.take()
	}
	if len(r.arrived) == 0 {
		return timer{}, false
	}
	m := r.arrived[0]
	r.arrived = r.arrived[1:]
	if r.real() {
		r.now = max(r.now, r.tempo.at())
	}
	return timer{at: r.now, leg: m.leg, event: m.event}, true
}

// real reports whether time passes as in the outside world. When that begins, the clock starts at
// the time of the call.
func (r *runner) real() bool {
	real := r.options.RealTime || r.waits()
	if real && !r.wasReal {
		r.tempo = paceClock{speed: 1}
		r.tempo.set(r.now)
	}
	r.wasReal = real
	return real
}

// wait waits in real time. passed is false if something came before the end: what the person at the
// phone has done, or a message of an application, which is in the inbox.
func (r *runner) wait(ctx context.Context, at time.Duration) (done timer, passed bool, err error) {
	alarm := time.NewTimer(r.tempo.until(at))
	defer alarm.Stop()
	for {
		select {
		case <-ctx.Done():
			return timer{}, false, ctx.Err()
		case ev, open := <-r.input:
			if !open {
				r.input = nil
				continue
			}
			r.now = max(r.now, r.tempo.at())
			return timer{at: r.now, leg: r.options.Call.Sid, event: ev}, false, nil
		case <-r.inbox.filled:
			r.inbox.refill()
			return timer{}, false, nil
		case <-alarm.C:
			r.now = max(r.now, r.tempo.at())
			return timer{}, true, nil
		}
	}
}

// settle waits until no application has sent anything for a moment. It returns false if something
// has arrived.
func (r *runner) settle(ctx context.Context) (quiet bool, err error) {
	if len(r.sockets.open) == 0 {
		return true, nil
	}
	left := r.sockets.settling()
	if left <= 0 {
		return true, nil
	}
	alarm := time.NewTimer(left)
	defer alarm.Stop()
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-r.inbox.filled:
		r.inbox.refill()
		return false, nil
	case <-alarm.C:
		return r.sockets.settling() <= 0, nil
	}
}
