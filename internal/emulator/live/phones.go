package live

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Phone is a phone outside of every account, and how whoever holds it behaves. The zero Phone is answered after a second by
// somebody who says nothing and stays on the line.
type Phone struct {
	Refuses     event.Status    // Busy, NoAnswer or Failed; "" answers
	After       time.Duration   // for which it rings; 0 is a second
	Machine     bool            // an answering machine takes the call
	Manual      bool            // rings until somebody answers it by the routes of /_twvoice/
	Lines       []voicesim.Line // what whoever answers says and presses
	HangUpAfter time.Duration   // from the answer; 0 is for ever
}

// Phones is phones by their address: E.164, client:… or sip:….
type Phones map[string]Phone

// held is the phone with somebody at it.
func (p Phone) held() voicesim.Phone {
	after := p.After
	if after == 0 && p.Refuses != event.NoAnswer {
		after = time.Second
	}
	held := voicesim.Phone{Refuses: p.Refuses, After: after, Machine: p.Machine, Manual: p.Manual, HangUpAfter: p.HangUpAfter}
	if len(p.Lines) > 0 {
		if script, err := voicesim.NewScript(p.Lines...); err == nil { // the seed was checked when it was read
			held.Caller = script
		}
	}
	return held
}

// phone is how the phone behaves that a call is for: one of a seed, the other half of a call to a number of ours, or anybody's.
// It is the engine's, and called on its goroutine.
func (b *Switchboard) phone(c event.Call) voicesim.Phone {
	if p, ok := b.options.Phones[c.To]; ok {
		if p.Manual {
			b.simulator.Tell(c.Sid, event.Rings{}) // it would not do so by itself
		}
		return p.held()
	}
	if b.trunk(c) {
		return voicesim.Phone{Manual: true}
	}
	if c.Direction == event.OutboundDial {
		return voicesim.DefaultPhone()
	}
	return Phone{}.held()
}

// trunk has a call come in at a number of ours, and reports whether there is one. The two halves know each other from here on.
func (b *Switchboard) trunk(c event.Call) bool {
	a, ok := b.Destination(context.Background(), b.DB, c.AccountSid, c.To)
	if !ok {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	row := b.admit(a, IncomingCall{From: c.From, To: c.To, peer: c.Sid})
	if row.Ended() {
		b.simulator.Tell(c.Sid, event.Refused{Status: event.Failed})
		return true
	}
	if mine := b.calls[c.Sid]; mine != nil {
		mine.peer = row.Sid
	}
	b.simulator.Tell(c.Sid, event.Rings{})
	return true
}
