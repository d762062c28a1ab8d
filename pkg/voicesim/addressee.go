package voicesim

import "slices"

// address puts the Sid of a leg into a cue. One that has no meaning any more is not meant for anybody; an update of a leg that
// does not exist is for the first one, which says so.
func (r *runner) address(c cue) (addressed cue, meant bool) {
	if _, rang := c.event.(Rang); rang {
		return c, true
	}
	named := c.leg
	c.leg = r.sid(named)
	leg := r.exchange.Leg(c.leg)
	if _, update := c.event.(Updated); update && leg == nil {
		c.leg, c.event = r.options.Call.Sid, astray{named}
		leg = r.exchange.Leg(c.leg)
	}
	return c, leg != nil && !(c.unanswered && leg.Status() != Ringing) && (!leg.Over() || late(c.event))
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

// late says whether an event has a meaning for a leg that is over.
func late(ev Event) bool {
	switch ev.(type) {
	case Fetched, Updated, astray:
		return true
	}
	return false
}
