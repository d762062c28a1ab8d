package bridge

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// updateParticipant applies an update to the conference, and sends a callback for each change.
func (s *Switch) updateParticipant(l *leg.Machine, at time.Duration, ev event.UpdateParticipant) {
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

// change updates the member's settings, and reports whether any changed.
func (m *member) change(ev event.UpdateParticipant) bool {
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

// conclude ends a conference on request of the REST API.
func (s *Switch) conclude(l *leg.Machine, at time.Duration) {
	room := s.room(l.Sid())
	if room == nil {
		return
	}
	const why = "conference-ended-via-api"
	s.removeAll(room, l, at, "conference_ended_via_api", event.Closed{Why: why})
	s.close(room, l, at, url.Values{"ReasonConferenceEnded": {why}, "Reason": {"Conference ended via API"}})
}
