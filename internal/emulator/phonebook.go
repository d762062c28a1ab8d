package emulator

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Phone is a phone outside of every account, and how whoever holds it behaves. The zero Phone is answered after a second by
// somebody who says nothing and stays on the line.
type Phone struct {
	Refuses     voicesim.Status // Busy, NoAnswer or Failed; "" answers
	After       time.Duration   // for which it rings; 0 is a second
	Machine     bool            // an answering machine takes the call
	Manual      bool            // rings until somebody answers it by the routes of /_twvoice/
	Lines       []voicesim.Line // what whoever answers says and presses
	HangUpAfter time.Duration   // from the answer; 0 is for ever
}

// phonebook is phones by their address: E.164, client:… or sip:….
type phonebook map[string]Phone

// WithPhone says how a phone behaves that is called. Nobody described the others: one that the REST API calls listens to the
// end, and one that <Dial> calls hangs up after ten seconds.
func WithPhone(address string, p Phone) Option {
	return func(e *Server) {
		if e.phones == nil {
			e.phones = phonebook{}
		}
		e.phones[address] = p
	}
}

// phone is how the phone behaves that a call is for: one of a seed, the other half of a call to a number of ours, or anybody's.
// It is the engine's, and called on its goroutine.
func (b *switchboard) phone(c voicesim.Call) voicesim.Phone {
	if p, ok := b.server.phones[c.To]; ok {
		if p.Manual {
			b.office.Tell(c.Sid, voicesim.Rings{}) // it would not do so by itself
		}
		return p.held()
	}
	if b.trunk(c) {
		return voicesim.Phone{Manual: true}
	}
	if c.Direction == voicesim.OutboundDial {
		return voicesim.Stranger()
	}
	return Phone{}.held()
}

// held is the phone with somebody at it.
func (p Phone) held() voicesim.Phone {
	after := p.After
	if after == 0 && p.Refuses != voicesim.NoAnswer {
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

// trunk has a call come in at a number of ours, and reports whether there is one. The two halves know each other from here on.
func (b *switchboard) trunk(c voicesim.Call) bool {
	a, ok := b.server.answerer(context.Background(), b.server.db, c.AccountSid, c.To)
	if !ok {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	row := b.comesIn(a, comer{from: c.From, to: c.To, peer: c.Sid})
	if row.ended() {
		b.office.Tell(c.Sid, voicesim.Refused{Status: voicesim.Failed})
		return true
	}
	if mine := b.lines[c.Sid]; mine != nil {
		mine.peer = row.Sid
	}
	b.office.Tell(c.Sid, voicesim.Rings{})
	return true
}
