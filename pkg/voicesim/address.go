package voicesim

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// address sets the Sid of the leg that a timer names in another way. An update for a leg that does
// not exist goes to the first leg, which reports it.
func (r *runner) address(c timer) timer {
	if _, rang := c.event.(event.Rang); rang {
		return c
	}
	named := c.leg
	c.leg = r.sid(named)
	if _, update := c.event.(event.Updated); update && r.bridge.Leg(c.leg) == nil {
		c.leg, c.event = r.options.Call.Sid, leg.UnknownLeg{Leg: named}
	}
	return c
}

// sid returns the Sid of a leg by its Sid or its name. If several calls went to one number, it is
// the last one.
func (r *runner) sid(name string) string {
	if name == "" {
		return r.options.Call.Sid
	}
	for _, l := range slices.Backward(r.results) {
		if l.Name == name {
			return l.Sid
		}
	}
	return name
}
