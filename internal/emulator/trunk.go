package emulator

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// A call from one number of an account to another is two calls, as with Twilio: the one that was made, and the one that comes in
// and runs what stands behind the number. The two are coupled here: what is said in one is heard in the other, an answer answers,
// and when one of them ends, so does the other.

// behind is what stands behind something that can be called: URLs, and whose they are.
type behind struct {
	account                     string
	url, method                 string
	fallbackURL, fallbackMethod string
	status                      voicesim.Hook
}

// answerer finds what answers at an address: a number, or with app:AP… an application. ok is false where there is nothing of ours.
func (e *Server) answerer(ctx context.Context, on store.Handle, account, to string) (a behind, ok bool) {
	if app, isApp := strings.CutPrefix(to, "app:"); isApp {
		found, err := applicationsIn(on).Get(ctx, account, app)
		return behindApplication(found), err == nil
	}
	if _, err := e.ownerNow(ctx, to); err != nil {
		return behind{}, false
	}
	n, err := e.owned(ctx, on, to)
	if err != nil || !n.Capabilities.Voice {
		return behind{}, false
	}
	return e.answers(ctx, on, n), true
}

// answers is what runs when a number is called: its application, or its own URLs; nothing of both behind a trunk.
func (e *Server) answers(ctx context.Context, on store.Handle, n number) behind {
	switch {
	case n.TrunkSid != "":
		return behind{account: n.AccountSid}
	case n.VoiceApplicationSid != "":
		if app, err := applicationsIn(on).Get(ctx, n.AccountSid, n.VoiceApplicationSid); err == nil {
			return behindApplication(app)
		}
	}
	return behind{
		account: n.AccountSid, url: n.VoiceURL, method: n.VoiceMethod, fallbackURL: n.VoiceFallbackURL, fallbackMethod: n.VoiceFallbackMethod,
		status: voicesim.Hook{URL: n.StatusCallback, Method: n.StatusCallbackMethod},
	}
}

func behindApplication(a application) behind {
	return behind{
		account: a.AccountSid, url: a.VoiceURL, method: a.VoiceMethod, fallbackURL: a.VoiceFallbackURL, fallbackMethod: a.VoiceFallbackMethod,
		status: voicesim.Hook{URL: a.StatusCallback, Method: a.StatusCallbackMethod},
	}
}

// A comer is a call that comes in.
type comer struct {
	from, to    string
	caller      voicesim.Caller
	params      url.Values
	peer        string        // the half that makes it, "" for somebody with a phone
	hangUpAfter time.Duration // 0 for never
}

// comesIn lets somebody call. Behind a number without a URL nobody answers, and the call fails at once.
// It holds the lock.
func (b *switchboard) comesIn(a behind, c comer) call {
	row := b.server.newCall(ringing{account: a.account, from: c.from, to: c.to, direction: "inbound"})
	row.Status = "ringing"
	if a.url == "" {
		now := b.server.now()
		row.begin(now)
		row.end("failed", now, 0)
		b.keep(row)
		return row
	}
	l := b.connect(row)
	l.peer = c.peer
	b.keep(row)
	b.office.Ring(voicesim.Incoming{Caller: c.caller, HangUpAfter: c.hangUpAfter, Call: voicesim.Call{
		Sid: row.Sid, AccountSid: a.account, From: c.from, To: c.to, Params: c.params, URL: a.url, Method: a.method,
		FallbackURL: a.fallbackURL, FallbackMethod: a.fallbackMethod, Status: a.status,
	}})
	return row
}

// couple passes on what the other half of a call has to know.
func (b *switchboard) couple(l *line, e voicesim.Entry) {
	if l.peer == "" {
		return
	}
	if heard, ok := e.Event.(voicesim.Heard); ok { // from somebody else in the same call
		b.say(l.peer, heard.Text, heard.Keys, 0)
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case voicesim.Answer:
			if l.row.Direction == "inbound" {
				b.office.Tell(l.peer, voicesim.PickedUp{})
			}
		case voicesim.Say:
			b.say(l.peer, a.Text, "", a.Length)
		case voicesim.Play:
			b.say(l.peer, "", a.Digits, 0)
		case voicesim.End:
			b.part(l, a)
		}
	}
}

// say lets the other half hear words, when they have been said, and keys.
func (b *switchboard) say(to, text, keys string, length time.Duration) {
	if text != "" {
		b.office.TellAfter(length, to, voicesim.Spoke{Text: text, Confidence: 0.9})
	}
	for keys != "" {
		var key voicesim.Pressed
		var ok bool
		if key, _, keys, ok = voicesim.NextKey(keys); ok {
			b.office.Tell(to, key)
		}
	}
}

// part ends the other half with this one.
func (b *switchboard) part(l *line, end voicesim.End) {
	other := b.lines[l.peer]
	if other == nil {
		return
	}
	other.peer = ""
	ringing := other.row.Direction != "inbound" && other.row.Status != "in-progress"
	switch {
	case !ringing:
		b.office.Tell(l.peer, voicesim.HungUp{})
	case end.Status == voicesim.Busy:
		b.office.Tell(l.peer, voicesim.Refused{Status: voicesim.Busy})
	case end.Status == voicesim.NoAnswer:
		b.office.Tell(l.peer, voicesim.Refused{Status: voicesim.NoAnswer})
	default:
		b.office.Tell(l.peer, voicesim.Refused{Status: voicesim.Failed})
	}
}
