package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Phone is a phone that the application dials, and how whoever holds it behaves. The zero Phone is answered at once, by
// somebody who says nothing and stays on the line.
type Phone struct {
	Refuses event.Status  // Busy, NoAnswer or Failed; "" answers
	After   time.Duration // for which it rings before; 0 answers or refuses at once, but lets NoAnswer ring until the Dial gives up
	Machine bool          // an answering machine takes the call
	// Later has [Options.Phones] asked again about this phone, when everything else that happens at this time has happened: whoever
	// describes phones may want to see first which others ring. Nothing else of such a Phone counts. One that is always put off makes
	// the call stand still.
	Later bool
	// Manual is a phone that does nothing by itself: whoever has the [Simulator] tells what happens to it.
	Manual bool
	Caller Caller // what the one who answers does; nil: [Silent]
	// HangUpAfter is how long whoever answers stays on the line; 0 is for ever.
	HangUpAfter time.Duration
	// TransferTo is where whoever answers wants the call passed on to, as a SIP phone may; "" is nowhere.
	TransferTo    string
	TransferAfter time.Duration // from the answer
}

// DefaultPhone is a phone that nobody has described: answered after a second by somebody who says nothing and hangs up after ten.
func DefaultPhone() Phone { return Phone{After: time.Second, HangUpAfter: 10 * time.Second} }

// pickUp turns a phone's behaviour into what its leg will see.
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
			return []planned{{0, event.Rings{}}} // for as long as somebody lets it ring
		}
		return []planned{{0, event.Rings{}}, {p.After, event.Refused{Status: event.NoAnswer}}}
	default: // no phone that is engaged, or does not exist, rings
		return []planned{{p.After, event.Refused{Status: p.Refuses}}}
	}
}

// planned is an event that is still to come.
type planned struct {
	after time.Duration
	event event.Event
}
