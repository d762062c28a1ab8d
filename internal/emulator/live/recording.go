package live

import (
	"context"
	"strconv"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// records stores a recording that begins or has ended.
func (b *Switchboard) records(l *liveCall, e event.Entry, r event.Record) {
	t := record.RecordingParams{Account: l.row.AccountSid, Call: l.row.Sid, Source: r.Source, Channels: 1, Status: "in-progress", Started: b.at(e.At)}
	if r.Dual {
		t.Channels = 2
	}
	if r.Source == "Conference" {
		t.Conference = l.conference
	}
	if !r.Over {
		row := b.NewRecording(t)
		row.SetSid(r.Sid)
		b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.PutRecording(ctx, tx, row) })
		return
	}
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error {
		row, err := record.Recordings(tx).Get(ctx, t.Account, r.Sid)
		if err != nil {
			return ignoreNotFound(err)
		}
		row.Status = record.Completed
		if r.Absent {
			row.Status = record.Absent
		} else {
			row.Duration = record.NullString(strconv.Itoa(int(r.Length.Round(1e9).Seconds())))
		}
		row.DateUpdated = record.FormatTime(b.Now())
		return b.PutRecording(ctx, tx, row)
	})
}

// WriteRecording queues a change that the REST API made to a recording, in order with the other
// events.
func (b *Switchboard) WriteRecording(row record.Recording) {
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.PutRecording(ctx, tx, row) })
}
