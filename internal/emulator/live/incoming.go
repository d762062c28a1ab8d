package live

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// As with Twilio, a call from one number of an account to another is two calls: the outgoing one,
// and the incoming one that runs the webhook of the called number. The functions below couple the
// two: each hears what is said in the other, an answer to one answers the other, and when one ends,
// so does the other.

// Destination is what answers an address: its webhooks and their account.
type Destination struct {
	account                     string
	url, method                 string
	fallbackURL, fallbackMethod string
	status                      event.Hook
}

func applicationDestination(a record.Application) Destination {
	return Destination{
		account: a.AccountSid, url: a.VoiceURL, method: a.VoiceMethod, fallbackURL: a.VoiceFallbackURL, fallbackMethod: a.VoiceFallbackMethod,
		status: event.Hook{URL: a.StatusCallback, Method: a.StatusCallbackMethod},
	}
}

// IncomingCall is a call to a number or an application.
type IncomingCall struct {
	From, To    string
	Caller      voicesim.Caller
	params      url.Values
	peer        string        // SID of the outgoing half, "" for a caller outside the emulator
	HangUpAfter time.Duration // 0 for never
}

// Destination finds what answers at an address: a number, or with app:AP… an application. ok is
// false if the emulator does not have it.
func (b *Switchboard) Destination(ctx context.Context, on store.Handle, account, to string) (a Destination, ok bool) {
	if app, isApp := strings.CutPrefix(to, "app:"); isApp {
		found, err := record.Applications(on).Get(ctx, account, app)
		return applicationDestination(found), err == nil
	}
	if _, err := b.CachedOwner(ctx, to); err != nil {
		return Destination{}, false
	}
	n, err := b.NumberByE164(ctx, on, to)
	if err != nil || !n.Capabilities.Voice {
		return Destination{}, false
	}
	return b.answers(ctx, on, n), true
}

// answers returns the webhooks of a number: those of its application, or its own URLs. With a trunk
// it has neither.
func (b *Switchboard) answers(ctx context.Context, on store.Handle, n record.Number) Destination {
	switch {
	case n.TrunkSid != "":
		return Destination{account: n.AccountSid}
	case n.VoiceApplicationSid != "":
		if app, err := record.Applications(on).Get(ctx, n.AccountSid, n.VoiceApplicationSid); err == nil {
			return applicationDestination(app)
		}
	}
	return Destination{
		account: n.AccountSid, url: n.VoiceURL, method: n.VoiceMethod, fallbackURL: n.VoiceFallbackURL, fallbackMethod: n.VoiceFallbackMethod,
		status: event.Hook{URL: n.StatusCallback, Method: n.StatusCallbackMethod},
	}
}

// Ring starts an incoming call from a caller outside the emulator.
func (b *Switchboard) Ring(a Destination, c IncomingCall) record.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.admit(a, c)
}

// admit starts an incoming call. If the number has no URL, the call fails immediately. The caller
// must hold the lock.
func (b *Switchboard) admit(a Destination, c IncomingCall) record.Call {
	row := b.NewCall(record.CallParams{Account: a.account, From: c.From, To: c.To, Direction: "inbound"})
	row.Status = "ringing"
	if a.url == "" {
		now := b.Now()
		row.Begin(now)
		row.End("failed", now, 0)
		b.putCall(row)
		return row
	}
	l := b.connect(row)
	l.peer = c.peer
	b.putCall(row)
	b.simulator.Ring(voicesim.Incoming{Caller: c.Caller, HangUpAfter: c.HangUpAfter, Call: event.Call{
		Sid: row.Sid, AccountSid: a.account, From: c.From, To: c.To, Params: c.params, URL: a.url, Method: a.method,
		FallbackURL: a.fallbackURL, FallbackMethod: a.fallbackMethod, Status: a.status,
	}})
	return row
}

// forward forwards an event to the other half of a call.
func (b *Switchboard) forward(l *liveCall, e event.Entry) {
	if l.peer == "" {
		return
	}
	if heard, ok := e.Event.(event.Heard); ok { // from another party of the same call
		b.say(l.peer, heard.Text, heard.Keys, 0)
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Answer:
			if l.row.Direction == "inbound" {
				b.simulator.Send(l.peer, event.PickedUp{})
			}
		case event.Say:
			b.say(l.peer, a.Text, "", wordsEnd(a, e.At)-e.At)
		case event.Play:
			b.say(l.peer, "", a.Digits, 0)
		case event.End:
			b.endOtherHalf(l, a)
		}
	}
}

// wordsEnd returns when words that are reported now have been said, in the engine's time. Those of
// an agent behind a WebSocket began earlier.
func wordsEnd(a event.Say, now time.Duration) time.Duration {
	if a.Agent != nil {
		return max(now, a.Agent.Began+a.Length)
	}
	return now + a.Length
}

// say makes the other half hear words, after they have been said, and keys.
func (b *Switchboard) say(to, text, keys string, length time.Duration) {
	if text != "" {
		b.simulator.SendAfter(length, to, event.Spoke{Text: text, Confidence: 0.9})
	}
	for keys != "" {
		var key event.Pressed
		var ok bool
		if key, _, keys, ok = voicesim.NextKey(keys); ok {
			b.simulator.Send(to, key)
		}
	}
}

// endOtherHalf ends the other half together with this one.
func (b *Switchboard) endOtherHalf(l *liveCall, end event.End) {
	other := b.calls[l.peer]
	if other == nil {
		return
	}
	other.peer = ""
	ringing := other.row.Direction != "inbound" && other.row.Status != "in-progress"
	switch {
	case !ringing:
		b.simulator.Send(l.peer, event.HungUp{})
	case end.Status == event.Busy:
		b.simulator.Send(l.peer, event.Refused{Status: event.Busy})
	case end.Status == event.NoAnswer:
		b.simulator.Send(l.peer, event.Refused{Status: event.NoAnswer})
	default:
		b.simulator.Send(l.peer, event.Refused{Status: event.Failed})
	}
}
