package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Phone is a phone that the application dials, and the behavior of the person who holds it. The zero Phone is answered
// immediately by a person who says nothing and stays on the line.
type Phone struct {
	Refuses event.Status  // Busy, NoAnswer or Failed; "" answers
	After   time.Duration // how long it rings first; 0 answers or refuses immediately, but NoAnswer rings until the Dial gives up
	Machine bool          // an answering machine takes the call
	// Later makes [Options.Phones] be called again for this phone, after everything else that
	// happens at this time: a description may depend on which other phones ring. All other fields
	// are ignored. A phone that is always put off stops the call.
	Later bool
	// Manual is a phone that does nothing automatically: [Simulator.Send] reports what happens to
	// it.
	Manual bool
	Caller Caller // what the callee does; nil: [Silent]
	// HangUpAfter is how long the callee stays on the line; 0 is indefinitely.
	HangUpAfter time.Duration
	// TransferTo is where the callee transfers the call, as a SIP phone can; "" is no transfer.
	TransferTo    string
	TransferAfter time.Duration // from the answer
}

// DefaultPhone returns the phone that is used if none is described. It is answered after a second
// by a person who says nothing and hangs up after ten seconds.
func DefaultPhone() Phone { return Phone{After: time.Second, HangUpAfter: 10 * time.Second} }

// pickUp returns the events of the phone's leg.
func (p Phone) pickUp() []planned {
	if p.Manual {
		return nil
	}
	switch p.Refuses {
	case "":
		all := []planned{{0, event.Rings{}}, {p.After, event.PickedUp{Machine: p.Machine}}}
		if p.TransferTo != "" {
			all = append(all, planned{p.After + p.TransferAfter, event.Transferred{Target: p.TransferTo}})
		}
		if p.HangUpAfter > 0 {
			all = append(all, planned{p.After + p.HangUpAfter, event.HungUp{}})
		}
		return all
	case event.NoAnswer:
		if p.After == 0 {
			return []planned{{0, event.Rings{}}} // until the application gives up
		}
		return []planned{{0, event.Rings{}}, {p.After, event.Refused{Status: event.NoAnswer}}}
	default: // a busy or unassigned number does not ring
		return []planned{{p.After, event.Refused{Status: p.Refuses}}}
	}
}

// planned is a scheduled event.
type planned struct {
	after time.Duration
	event event.Event
}
