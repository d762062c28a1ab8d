package bridge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// conference is a conference in which all participants hear each other
// (https://www.twilio.com/docs/voice/twiml/conference). It ends when the last one leaves; a later
// one with its name is a new conference.
type conference struct {
	account   string // of its owner
	sid, name string
	members   []member   // in order of arrival
	first     event.Join // Choice: its attributes apply to the conference as a whole
	started   bool
	sequence  int           // number of status callbacks sent
	tape      *event.Taping // may be nil
}

// member is a leg in a conference.
type member struct {
	leg *leg.Machine
	event.Join
	held bool
}

// join adds a leg, or tells it why it cannot join.
func (s *Switch) join(l *leg.Machine, at time.Duration, j event.Join) {
	sid := l.Sid()
	room := s.named(l.Call().AccountSid, j.Name)
	if why := refusal(room, j); why != nil {
		s.tell(sid, *why)
		return
	}
	if room == nil {
		room = s.open(l, j)
	}
	if len(room.members) > 0 && j.BeepOnEnter {
		s.toAll(room, sid, leg.Beeped{})
	}
	room.members = append(room.members, member{leg: l, Join: j})
	s.report(room, l, at, "join", "participant-join", room.participant(sid))
	begins := !room.started && len(room.members) > 1 && slices.ContainsFunc(room.members, func(m member) bool { return m.StartOnEnter })
	s.tell(sid, event.Joined{Sid: room.sid, Name: room.name, Running: room.started || begins})
	if begins {
		room.started = true
		s.report(room, l, at, "start", "conference-start", nil)
		s.startRecording(room, l, at)
		s.toAll(room, sid, event.Started{})
	}
}

// refusal returns why a leg cannot join a conference, nil if it can.
func refusal(room *conference, j event.Join) *leg.Declined {
	inside := func(match func(member) bool) bool { return room != nil && slices.ContainsFunc(room.members, match) }
	switch {
	case j.Coach != "" && !inside(func(m member) bool { return m.leg.Sid() == j.Coach }):
		return &leg.Declined{Code: "13240", Message: fmt.Sprintf("coach=%q is not a participant of the conference %q", j.Coach, j.Name)}
	case j.Label != "" && inside(func(m member) bool { return m.Label == j.Label }):
		return &leg.Declined{Code: "16025", Message: fmt.Sprintf("participantLabel=%q is already used in the conference %q", j.Label, j.Name)}
	case room != nil && len(room.members) >= room.first.Most:
		return &leg.Declined{Code: "16020", Message: fmt.Sprintf("the conference %q is full: maxParticipants is %d", j.Name, room.first.Most)}
	}
	return nil
}

func (s *Switch) open(l *leg.Machine, j event.Join) *conference {
	s.held++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", l.Sid(), s.held))
	room := &conference{account: l.Call().AccountSid, sid: "CF" + hex.EncodeToString(sum[:16]), name: j.Name, first: j}
	if sid, ok := s.reserved[reservation{room.account, room.name}]; ok {
		room.sid = sid
		delete(s.reserved, reservation{room.account, room.name})
	}
	s.conferences = append(s.conferences, room)
	return room
}

// reservation is a conference that has a SID but no participants yet.
type reservation struct{ account, name string }

// ReserveConference sets the SID of the next conference with a name, unless one is running.
func (s *Switch) ReserveConference(account, name, sid string) {
	if s.named(account, name) != nil {
		return
	}
	if s.reserved == nil {
		s.reserved = map[reservation]string{}
	}
	s.reserved[reservation{account, name}] = sid
}

func (s *Switch) named(account, name string) *conference {
	for _, room := range s.conferences {
		if room.account == account && room.name == name {
			return room
		}
	}
	return nil
}

// room returns the conference of a leg, or nil.
func (s *Switch) room(sid string) *conference {
	for _, room := range s.conferences {
		if room.index(sid) >= 0 {
			return room
		}
	}
	return nil
}

func (c *conference) index(sid string) int {
	return slices.IndexFunc(c.members, func(m member) bool { return m.leg.Sid() == sid })
}

// hears returns the members that hear what a member says: all others who are not on hold, once the
// conference has started. A member who coaches is heard only by the coached one.
func (c *conference) hears(sid string) []string {
	i := c.index(sid)
	speaker := c.members[i]
	if !c.started || speaker.Muted || speaker.held {
		return nil
	}
	var all []string
	for j, m := range c.members {
		if other := m.leg.Sid(); j != i && !m.held && (speaker.Coach == "" || speaker.Coach == other) {
			all = append(all, other)
		}
	}
	return all
}

// leaveConference removes a leg. If it was the last one, or the conference ends with it, all others leave
// too.
func (s *Switch) leaveConference(l *leg.Machine, at time.Duration, d event.Leave) {
	sid := l.Sid()
	room := s.room(sid)
	if room == nil {
		return
	}
	i := room.index(sid)
	left := room.members[i]
	params := room.participant(sid)
	params.Set("ReasonParticipantLeft", d.Why)
	params.Set("ParticipantCallStatus", string(l.Status()))
	room.members = slices.Delete(room.members, i, i+1)
	s.report(room, l, at, "leave", "participant-leave", params)
	how := "left"
	if d.Kicked {
		how = "kicked"
	}
	switch {
	case len(room.members) == 0:
		s.close(room, l, at, url.Values{
			"CallSidEndingConference": {sid}, "ParticipantLabelEndingConference": {left.Label},
			"ReasonConferenceEnded": {"last-participant-" + how}, "Reason": {"Participant " + sid + " left and ended the conference"},
		})
	case left.EndOnExit && d.Why != leg.AddFailed:
		why := "participant-with-end-conference-on-exit-" + how
		s.removeAll(room, l, at, "moderator_ended_conference", event.Closed{Why: why, By: sid})
		s.close(room, l, at, url.Values{
			"CallSidEndingConference": {sid}, "ParticipantLabelEndingConference": {left.Label},
			"ReasonConferenceEnded": {why}, "Reason": {"Participant " + sid + " left and ended the conference"},
		})
	case left.BeepOnExit:
		s.toAll(room, "", leg.Beeped{})
	}
}

// removeAll makes all remaining members leave.
func (s *Switch) removeAll(room *conference, l *leg.Machine, at time.Duration, why string, closed event.Closed) {
	for _, m := range room.members {
		params := room.participant(m.leg.Sid())
		params.Set("ReasonParticipantLeft", why)
		params.Set("ParticipantCallStatus", string(m.leg.Status()))
		s.report(room, l, at, "leave", "participant-leave", params)
	}
	s.toAll(room, "", closed)
	room.members = nil
}

func (s *Switch) close(room *conference, l *leg.Machine, at time.Duration, why url.Values) {
	s.conferences = slices.DeleteFunc(s.conferences, func(c *conference) bool { return c == room })
	s.report(room, l, at, "end", "conference-end", why)
	s.stopRecording(room, l, at)
}

func (s *Switch) toAll(room *conference, but string, ev event.Event) {
	for _, m := range room.members {
		if m.leg.Sid() != but {
			s.tell(m.leg.Sid(), ev)
		}
	}
}
