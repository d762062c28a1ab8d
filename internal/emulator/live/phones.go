package live

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Phone describes a phone outside of every account and the behavior of its user. The zero Phone is
// answered after a second by a user who says nothing and stays on the line.
type Phone struct {
	Refuses     event.Status    // Busy, NoAnswer or Failed; "" answers
	After       time.Duration   // ringing time; 0 is a second
	Machine     bool            // an answering machine takes the call
	Manual      bool            // rings until a request to /_twvoice/ answers it
	Lines       []voicesim.Line // what the user says and presses after the answer
	HangUpAfter time.Duration   // from the answer; 0 is never
}

// Phones holds phones by address: E.164, client:… or sip:….
type Phones map[string]Phone

// device returns the phone with its user.
func (p Phone) device() voicesim.Phone {
	after := p.After
	if after == 0 && p.Refuses != event.NoAnswer {
		after = time.Second
	}
	held := voicesim.Phone{Refuses: p.Refuses, After: after, Machine: p.Machine, Manual: p.Manual, HangUpAfter: p.HangUpAfter}
	if len(p.Lines) > 0 {
		if script, err := voicesim.NewScript(p.Lines...); err == nil { // the seed was checked when it was read
			script.HangUp = p.HangUpAfter == 0
			held.Caller = script
		}
	}
	return held
}

// phone returns the behavior of the called phone: one of the seed, the other half of a call to an
// emulated number, or the default. The engine calls it on its goroutine.
func (b *Switchboard) phone(c event.Call) voicesim.Phone {
	if p, ok := b.options.Phones[c.To]; ok {
		if p.Manual {
			b.simulator.Send(c.Sid, event.Rings{}) // a manual phone does not ring automatically
		}
		return p.device()
	}
	if b.ringIncoming(c) {
		return voicesim.Phone{Manual: true}
	}
	if c.Direction == event.OutboundDial {
		return voicesim.DefaultPhone()
	}
	return Phone{}.device()
}

// ringIncoming starts the incoming half of a call to a number of the emulator, and couples the two. It
// returns false if the emulator does not have the number.
func (b *Switchboard) ringIncoming(c event.Call) bool {
	a, ok := b.Destination(context.Background(), b.DB, c.AccountSid, c.To)
	if !ok {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	row := b.admit(a, IncomingCall{From: c.From, To: c.To, peer: c.Sid})
	if row.Ended() {
		b.simulator.Send(c.Sid, event.Refused{Status: event.Failed})
		return true
	}
	if mine := b.calls[c.Sid]; mine != nil {
		mine.peer = row.Sid
	}
	b.simulator.Send(c.Sid, event.Rings{})
	return true
}
