package voicesim

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// conference is a room in which everybody hears everybody (https://www.twilio.com/docs/voice/twiml/conference).
// It is over when the last one leaves; the next one of its name is another.
type conference struct {
	sid, name string
	members   []member // in the order in which they came
	first     Join     // its attributes count where they are about the conference as a whole
	started   bool
	sequence  int // status callbacks so far
	tape      *roomTape
}

// member is a leg in a conference.
type member struct {
	leg *Machine
	Join
}

// roomTape is the recording of a conference.
type roomTape struct {
	sid   string
	began time.Duration
}

// join lets a leg in, or says why not.
func (s *Switch) join(leg *Machine, at time.Duration, j Join) {
	sid := leg.call.Sid
	room := s.named(j.Name)
	if why := refusal(room, j); why != nil {
		s.tell(sid, *why)
		return
	}
	if room == nil {
		room = s.open(leg, j)
	}
	if len(room.members) > 0 && j.BeepOnEnter {
		s.toAll(room, sid, Beeped{})
	}
	room.members = append(room.members, member{leg, j})
	s.report(room, leg, at, "join", "participant-join", room.participant(sid))
	begins := !room.started && len(room.members) > 1 && slices.ContainsFunc(room.members, func(m member) bool { return m.StartOnEnter })
	s.tell(sid, Joined{Sid: room.sid, Name: room.name, Running: room.started || begins})
	if begins {
		room.started = true
		s.report(room, leg, at, "start", "conference-start", nil)
		s.recordRoom(room, leg, at)
		s.toAll(room, sid, Started{})
	}
}

// refusal is why a conference does not let somebody in, nil where it does.
func refusal(room *conference, j Join) *Declined {
	inside := func(match func(member) bool) bool { return room != nil && slices.ContainsFunc(room.members, match) }
	switch {
	case j.Coach != "" && !inside(func(m member) bool { return m.leg.call.Sid == j.Coach }):
		return &Declined{Code: "13240", Message: fmt.Sprintf("coach=%q is nobody who is in the conference %q", j.Coach, j.Name)}
	case j.Label != "" && inside(func(m member) bool { return m.Label == j.Label }):
		return &Declined{Code: "16025", Message: fmt.Sprintf("participantLabel=%q is somebody else's in the conference %q", j.Label, j.Name)}
	case room != nil && len(room.members) >= room.first.Most:
		return &Declined{Code: "16020", Message: fmt.Sprintf("the conference %q is full: maxParticipants is %d", j.Name, room.first.Most)}
	}
	return nil
}

func (s *Switch) open(leg *Machine, j Join) *conference {
	s.held++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", leg.call.Sid, s.held))
	room := &conference{sid: "CF" + hex.EncodeToString(sum[:16]), name: j.Name, first: j}
	s.conferences = append(s.conferences, room)
	return room
}

func (s *Switch) named(name string) *conference {
	for _, room := range s.conferences {
		if room.name == name {
			return room
		}
	}
	return nil
}

// room is the conference that a leg is in, nil for none.
func (s *Switch) room(sid string) *conference {
	for _, room := range s.conferences {
		if room.index(sid) >= 0 {
			return room
		}
	}
	return nil
}

func (c *conference) index(sid string) int {
	return slices.IndexFunc(c.members, func(m member) bool { return m.leg.call.Sid == sid })
}

// hears are those who hear what a member says: everybody else once it has started; of somebody who coaches, the one who is coached.
func (c *conference) hears(sid string) []string {
	i := c.index(sid)
	speaker := c.members[i]
	if !c.started || speaker.Muted && speaker.Coach == "" {
		return nil
	}
	var all []string
	for j, m := range c.members {
		if other := m.leg.call.Sid; j != i && (speaker.Coach == "" || speaker.Coach == other) {
			all = append(all, other)
		}
	}
	return all
}

// depart lets a leg out, and with the last one, or one that the conference does not survive, everybody.
func (s *Switch) depart(leg *Machine, at time.Duration, why string) {
	sid := leg.call.Sid
	room := s.room(sid)
	if room == nil {
		return
	}
	i := room.index(sid)
	left := room.members[i]
	params := room.participant(sid)
	params.Set("ReasonParticipantLeft", why)
	params.Set("ParticipantCallStatus", string(leg.status))
	room.members = slices.Delete(room.members, i, i+1)
	s.report(room, leg, at, "leave", "participant-leave", params)
	switch {
	case len(room.members) == 0:
		s.close(room, leg, at, left, "last-participant-left")
	case left.EndOnExit:
		for _, m := range room.members {
			params := room.participant(m.leg.call.Sid)
			params.Set("ReasonParticipantLeft", "moderator_ended_conference")
			params.Set("ParticipantCallStatus", string(m.leg.status))
			s.report(room, leg, at, "leave", "participant-leave", params)
		}
		s.toAll(room, "", Closed{})
		room.members = nil
		s.close(room, leg, at, left, "participant-with-end-conference-on-exit-left")
	case left.BeepOnExit:
		s.toAll(room, "", Beeped{})
	}
}

func (s *Switch) close(room *conference, leg *Machine, at time.Duration, left member, why string) {
	s.conferences = slices.DeleteFunc(s.conferences, func(c *conference) bool { return c == room })
	s.report(room, leg, at, "end", "conference-end", url.Values{
		"CallSidEndingConference": {leg.call.Sid}, "ParticipantLabelEndingConference": {left.Label},
		"ReasonConferenceEnded": {why}, "Reason": {"Participant " + leg.call.Sid + " left and ended the conference"},
	})
	if room.tape != nil {
		s.tellTape(room, leg, at, "completed")
	}
}

func (s *Switch) toAll(room *conference, but string, ev Event) {
	for _, m := range room.members {
		if m.leg.call.Sid != but {
			s.tell(m.leg.call.Sid, ev)
		}
	}
}

// participant is what the callbacks about one member say.
func (c *conference) participant(sid string) url.Values {
	m := c.members[c.index(sid)]
	params := url.Values{
		"CallSid": {sid}, "Muted": {strconv.FormatBool(m.Muted)}, "Hold": {"false"}, "Coaching": {strconv.FormatBool(m.Coach != "")},
		"EndConferenceOnExit": {strconv.FormatBool(m.EndOnExit)}, "StartConferenceOnEnter": {strconv.FormatBool(m.StartOnEnter)},
	}
	if m.Label != "" {
		params.Set("ParticipantLabel", m.Label)
	}
	if m.Coach != "" {
		params.Set("CallSidToCoach", m.Coach)
	}
	return params
}

// report has a leg send a status callback of its conference: the first participant's attributes say where to.
func (s *Switch) report(room *conference, leg *Machine, at time.Duration, event, name string, params url.Values) {
	hook := room.first.Status
	if hook.URL == "" || !slices.Contains(hook.Events, event) {
		return
	}
	if params == nil {
		params = url.Values{}
	}
	room.sequence++
	for key, value := range map[string]string{
		"ConferenceSid": room.sid, "FriendlyName": room.name, "AccountSid": leg.call.AccountSid,
		"SequenceNumber": strconv.Itoa(room.sequence), "Timestamp": leg.call.Began.Add(at).UTC().Format(time.RFC1123Z), "StatusCallbackEvent": name,
	} {
		params.Set(key, value)
	}
	s.post(leg.call.Sid, Tell{Purpose: PurposeConference, Hook: hook, Params: params})
}

// recordRoom begins the recording of a conference, when its first two are connected.
func (s *Switch) recordRoom(room *conference, leg *Machine, at time.Duration) {
	if room.first.Record == nil {
		return
	}
	s.held++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s recording %d", room.sid, s.held))
	room.tape = &roomTape{sid: "RE" + hex.EncodeToString(sum[:16]), began: at}
	s.tellTape(room, leg, at, "in-progress")
}

func (s *Switch) tellTape(room *conference, leg *Machine, at time.Duration, status string) {
	hook := *room.first.Record
	if !hook.wants(status, "completed") {
		return
	}
	params := url.Values{
		"AccountSid": {leg.call.AccountSid}, "ConferenceSid": {room.sid}, "RecordingSid": {room.tape.sid},
		"RecordingUrl": {leg.media(room.tape.sid)}, "RecordingStatus": {status}, "RecordingChannels": {"1"},
		"RecordingSource": {"Conference"}, "RecordingTrack": {"both"}, "ErrorCode": {"0"},
		"RecordingStartTime": {leg.call.Began.Add(room.tape.began).UTC().Format(time.RFC1123Z)},
	}
	if status == "completed" {
		params.Set("RecordingDuration", whole(at-room.tape.began))
	}
	s.post(leg.call.Sid, Tell{Purpose: PurposeRecording, Hook: hook, Params: params})
}
