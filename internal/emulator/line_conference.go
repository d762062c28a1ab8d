package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// joined puts a call into a conference, which is made with the first one.
func (b *switchboard) joined(l *line, j voicesim.Joined) {
	room := b.rooms[j.Sid]
	if room == nil {
		made := b.server.newConference(l.row.AccountSid, j.Name)
		made.rename(j.Sid)
		room = &made
		b.rooms[j.Sid] = room
		delete(b.coming, roomName{l.row.AccountSid, j.Name})
	}
	if j.Running {
		room.Status = "in-progress"
	}
	l.conference = j.Sid
	b.keepRoom(*room)
	now := rfc2822(b.server.now())
	p := participant{
		AccountSid: l.row.AccountSid, CallSid: l.row.Sid, ConferenceSid: j.Sid, DateCreated: now, DateUpdated: now,
		Status: "connected", QueueTime: "0",
	}
	join := l.join
	p.Label, p.CallSidToCoach, p.Coaching, p.Muted = orNull(join.Label), orNull(join.Coach), join.Coach != "", join.Muted
	p.StartConferenceOnEnter, p.EndConferenceOnExit = join.StartOnEnter, join.EndOnExit
	b.book.enter(func(ctx context.Context, tx *store.Tx) error { return b.server.keepParticipant(ctx, tx, p) })
}

func (b *switchboard) started(l *line) {
	if room := b.rooms[l.conference]; room != nil && room.Status != "in-progress" {
		room.Status = "in-progress"
		b.keepRoom(*room)
	}
}

// adjusts changes what a participant is.
func (b *switchboard) adjusts(l *line, a voicesim.Adjust) {
	account, callSid := l.row.AccountSid, l.row.Sid
	b.book.enter(func(ctx context.Context, tx *store.Tx) error {
		p, err := b.server.participants().in(tx).Get(ctx, account, callSid)
		if err != nil {
			return fatal(err)
		}
		for to, on := range map[*bool]*bool{&p.Muted: a.Muted, &p.Hold: a.Hold, &p.EndConferenceOnExit: a.EndOnExit} {
			if on != nil {
				*to = *on
			}
		}
		if a.Coach != nil {
			p.CallSidToCoach, p.Coaching = orNull(*a.Coach), *a.Coach != ""
		}
		p.DateUpdated = rfc2822(b.server.now())
		return b.server.keepParticipant(ctx, tx, p)
	})
}

// departs is a participant who leaves; with the last one, and nobody else says so, the conference is over.
func (b *switchboard) departs(l *line, d voicesim.Depart) {
	why := "last-participant-left"
	if d.Kicked {
		why = "last-participant-kicked"
	}
	b.left(l, why, l.row.Sid)
}

func (b *switchboard) left(l *line, why, by string) {
	room := b.rooms[l.conference]
	if room == nil {
		return
	}
	l.conference = ""
	p := participant{AccountSid: l.row.AccountSid, CallSid: l.row.Sid}
	b.book.enter(func(ctx context.Context, tx *store.Tx) error { return fatal(b.server.dropParticipant(ctx, tx, p)) })
	for _, other := range b.lines {
		if other.conference == room.Sid {
			return
		}
	}
	room.Status, room.ReasonConferenceEnded, room.CallSidEndingConference = completed, orNull(why), orNull(by)
	delete(b.rooms, room.Sid)
	b.keepRoom(*room)
}

func (b *switchboard) keepRoom(room conference) {
	room.DateUpdated = rfc2822(b.server.now())
	b.book.enter(func(ctx context.Context, tx *store.Tx) error { return b.server.keepConference(ctx, tx, room) })
}
