package live

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// conferenceKey is the name of a conference in an account.
type conferenceKey struct{ account, name string }

// ExpectConference announces a conference to the engine before its first participant is called.
func (b *Switchboard) ExpectConference(account, name string) record.Conference {
	b.mu.Lock()
	defer b.mu.Unlock()
	room, id := b.NewConference(account, name), conferenceKey{account, name}
	if sid := b.coming[id]; sid != "" {
		room.SetSid(sid)
		return room
	}
	b.coming[id] = room.Sid
	b.simulator.Conference(account, name, room.Sid)
	return room
}

// joinConference adds a call to a conference, which the first call creates.
func (b *Switchboard) joinConference(l *liveCall, j event.Joined) {
	room := b.rooms[j.Sid]
	if room == nil {
		made := b.NewConference(l.row.AccountSid, j.Name)
		made.SetSid(j.Sid)
		room = &made
		b.rooms[j.Sid] = room
		delete(b.coming, conferenceKey{l.row.AccountSid, j.Name})
	}
	if j.Running {
		room.Status = "in-progress"
	}
	l.conference = j.Sid
	b.putConference(*room)
	now := record.FormatTime(b.Now())
	p := record.Participant{
		AccountSid: l.row.AccountSid, CallSid: l.row.Sid, ConferenceSid: j.Sid, DateCreated: now, DateUpdated: now,
		Status: "connected", QueueTime: "0",
	}
	join := l.join
	p.Label, p.CallSidToCoach, p.Coaching, p.Muted = record.NullString(join.Label), record.NullString(join.Coach), join.Coach != "", join.Muted
	p.StartConferenceOnEnter, p.EndConferenceOnExit = join.StartOnEnter, join.EndOnExit
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.PutParticipant(ctx, tx, p) })
}

func (b *Switchboard) started(l *liveCall) {
	if room := b.rooms[l.conference]; room != nil && room.Status != "in-progress" {
		room.Status = "in-progress"
		b.putConference(*room)
	}
}

// updateParticipant changes the settings of a participant.
func (b *Switchboard) updateParticipant(l *liveCall, a event.ParticipantUpdated) {
	account, callSid := l.row.AccountSid, l.row.Sid
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error {
		p, err := record.Participants(tx).Get(ctx, account, callSid)
		if err != nil {
			return ignoreNotFound(err)
		}
		for to, on := range map[*bool]*bool{&p.Muted: a.Muted, &p.Hold: a.Hold, &p.EndConferenceOnExit: a.EndOnExit} {
			if on != nil {
				*to = *on
			}
		}
		if a.Coach != nil {
			p.CallSidToCoach, p.Coaching = record.NullString(*a.Coach), *a.Coach != ""
		}
		p.DateUpdated = record.FormatTime(b.Now())
		return b.PutParticipant(ctx, tx, p)
	})
}

// leaveConference removes a participant. When the last one leaves, the conference has ended.
func (b *Switchboard) leaveConference(l *liveCall, d event.Leave) {
	why := "last-participant-left"
	if d.Kicked {
		why = "last-participant-kicked"
	}
	b.left(l, why, l.row.Sid)
}

func (b *Switchboard) left(l *liveCall, why, by string) {
	room := b.rooms[l.conference]
	if room == nil {
		return
	}
	l.conference = ""
	p := record.Participant{AccountSid: l.row.AccountSid, CallSid: l.row.Sid}
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return ignoreNotFound(b.DeleteParticipant(ctx, tx, p)) })
	for _, other := range b.calls {
		if other.conference == room.Sid {
			return
		}
	}
	room.Status, room.ReasonConferenceEnded, room.CallSidEndingConference = record.Completed, record.NullString(why), record.NullString(by)
	delete(b.rooms, room.Sid)
	b.putConference(*room)
}

func (b *Switchboard) putConference(room record.Conference) {
	room.DateUpdated = record.FormatTime(b.Now())
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.PutConference(ctx, tx, room) })
}
