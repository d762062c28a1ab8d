package voicesim

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// address puts the Sid of a leg into a timer that names it otherwise. An update of a leg that does not exist is for the first
// one, which says so.
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

// sid is the Sid of a leg that is called by it, or by its name. Of several calls to one number, the last is meant.
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
