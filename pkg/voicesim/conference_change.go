package voicesim

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// Adjusted is what POST …/Participants/{CallSid} makes of somebody in a conference. What is nil or "" stays as it is
// (https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource).
type Adjusted struct {
	Muted, Hold, EndOnExit, BeepOnExit *bool
	HoldURL, HoldMethod                string  // what somebody on hold hears; Twilio's music where it is ""
	AnnounceURL, AnnounceMethod        string  // played once, to this one alone
	Coach                              *string // the CallSid of the one who is coached from now on, "" for nobody
	Kick                               bool    // out of the conference: the call goes on behind its Dial
}

// Concluded ends the conference that a leg is in, as POST …/Conferences/{Sid} with Status=completed does.
type Concluded struct{}

func (Adjusted) IsEvent()  {}
func (Concluded) IsEvent() {}

// adjusted is the participant's side of it: what is heard, and whether what is said counts.
func (c *conferring) adjusted(m *Machine, ev Adjusted) (over bool) {
	switch {
	case !c.inside:
		return false
	case ev.Kick:
		c.inside = false
		m.do(Depart{Why: "participant_updated_via_api", Kicked: true})
		return c.finish(m)
	}
	if ev.Muted != nil {
		c.muted = *ev.Muted
	}
	m.do(Adjust{ev})
	if ev.Hold != nil && *ev.Hold != c.held {
		c.held, m.aside = *ev.Hold, nil
		if c.held {
			c.suspend(m, ev)
		}
	}
	if ev.AnnounceURL != "" {
		m.aside = &frame{place: lint.ConferenceWait, keeper: &announcement{c}}
		m.ask(Fetch{Purpose: PurposeAnnounce, Method: ev.AnnounceMethod, URL: ev.AnnounceURL})
	}
	return false
}

// suspend plays what somebody hears who is on hold.
func (c *conferring) suspend(m *Machine, ev Adjusted) {
	m.aside = &frame{place: lint.ConferenceWait, keeper: c}
	if ev.HoldURL == "" {
		m.aside.running = m.music(defaultMusic, false)
		return
	}
	m.ask(Fetch{Purpose: PurposeWait, Method: ev.HoldMethod, URL: ev.HoldURL})
}

// announcement is a document that is played once into a conference. Choice: somebody on hold, or who waits for the conference to
// begin, hears silence behind it.
type announcement struct{ to *conferring }

func (a *announcement) exhausted(m *Machine)         { a.over(m) }
func (a *announcement) tired(m *Machine)             { a.over(m) }
func (a *announcement) failed(m *Machine, _ Problem) { a.over(m) }

func (a *announcement) over(m *Machine) {
	m.aside = nil
	if a.to.held || !a.to.running {
		m.aside = &frame{place: lint.ConferenceWait, keeper: a.to, running: silence{}}
	}
}

// adjust is the conference's side of it, and tells the application of each change.
func (s *Switch) adjust(l *Machine, at time.Duration, ev Adjusted) {
	sid := l.Sid()
	room := s.room(sid)
	if room == nil {
		return
	}
	m := &room.members[room.index(sid)]
	tell := func(event string, is bool, yes, no string) {
		if !is {
			yes = no
		}
		s.report(room, l, at, event, yes, room.participant(sid))
	}
	if ev.Muted != nil && *ev.Muted != m.Muted {
		m.Muted = *ev.Muted
		tell("mute", m.Muted, "participant-mute", "participant-unmute")
	}
	if ev.Hold != nil && *ev.Hold != m.held {
		m.held = *ev.Hold
		tell("hold", m.held, "participant-hold", "participant-unhold")
	}
	if m.change(ev) {
		tell("modify", true, "participant-modify", "")
	}
}

// change is the rest of it, and reports whether anything did.
func (m *member) change(ev Adjusted) bool {
	before := m.Join
	if ev.Coach != nil {
		m.Coach = *ev.Coach
	}
	if ev.EndOnExit != nil {
		m.EndOnExit = *ev.EndOnExit
	}
	if ev.BeepOnExit != nil {
		m.BeepOnExit = *ev.BeepOnExit
	}
	return m.Coach != before.Coach || m.EndOnExit != before.EndOnExit || m.BeepOnExit != before.BeepOnExit
}

// conclude ends a conference because the REST API wants it so.
func (s *Switch) conclude(l *Machine, at time.Duration) {
	room := s.room(l.Sid())
	if room == nil {
		return
	}
	const why = "conference-ended-via-api"
	s.dismiss(room, l, at, "conference_ended_via_api", Closed{Why: why})
	s.close(room, l, at, url.Values{"ReasonConferenceEnded": {why}, "Reason": {"Conference ended via API"}})
}
