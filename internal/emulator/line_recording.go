package emulator

import (
	"context"
	"strconv"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// records keeps a recording that begins, or has ended.
func (b *switchboard) records(l *line, e voicesim.Entry, r voicesim.Record) {
	t := take{account: l.row.AccountSid, call: l.row.Sid, source: r.Source, channels: 1, status: "in-progress", started: b.at(e.At)}
	if r.Dual {
		t.channels = 2
	}
	if r.Source == "Conference" {
		t.conference = l.conference
	}
	if !r.Over {
		row := b.server.newRecording(t)
		row.rename(r.Sid)
		b.book.enter(func(ctx context.Context, tx *store.Tx) error { return b.server.keepRecording(ctx, tx, row) })
		return
	}
	b.book.enter(func(ctx context.Context, tx *store.Tx) error {
		row, err := b.server.recordings().in(tx).Get(ctx, t.account, r.Sid)
		if err != nil {
			return fatal(err)
		}
		row.Status = completed
		if r.Absent {
			row.Status = absent
		} else {
			row.Duration = orNull(strconv.Itoa(int(r.Length.Round(1e9).Seconds())))
		}
		row.DateUpdated = rfc2822(b.server.now())
		return b.server.keepRecording(ctx, tx, row)
	})
}
