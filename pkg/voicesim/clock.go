package voicesim

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// clock advances the time of a call: immediately, or in real time for a person who listens.
type clock struct {
	real  bool
	began time.Time
	input <-chan event.Event
}

func newClock(o Options) clock {
	c := clock{real: o.RealTime, began: time.Now()}
	if o.RealTime {
		c.input = o.Input
	}
	return c
}

// until waits for a time and sets now. Input from the phone ends the wait early: typed is then
// true, and ev is the input.
func (c *clock) until(ctx context.Context, at time.Duration, now *time.Duration) (typed bool, ev event.Event, err error) {
	if err := ctx.Err(); err != nil {
		return false, nil, err
	}
	if !c.real {
		*now = at
		return false, nil, nil
	}
	alarm := time.NewTimer(time.Until(c.began.Add(at)))
	defer alarm.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, nil, ctx.Err()
		case ev, ok := <-c.input:
			if !ok {
				c.input = nil
				continue
			}
			*now = max(*now, time.Since(c.began))
			return true, ev, nil
		case <-alarm.C:
			*now = max(*now, time.Since(c.began))
			return false, nil, nil
		}
	}
}
