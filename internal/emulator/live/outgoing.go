package live

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// OutgoingCall is the call that a form requests, and the alerts about the form that do not prevent
// the call.
type OutgoingCall struct {
	event.Call
	alerts []outbox.Incident // without account and resource
}

// AddAlert adds an alert, with a message as [fmt.Sprintf] formats it.
func (c *OutgoingCall) AddAlert(code, format string, args ...any) {
	c.alerts = append(c.alerts, outbox.Incident{Code: code, Text: fmt.Sprintf(format, args...)})
}

// PlaceCall makes the engine place a call, and returns when its row is in the database, so a call
// that was answered with 201 survives kill -9. It waits for the write, not for a disk sync;
// concurrent calls share one transaction.
func (b *Switchboard) PlaceCall(ctx context.Context, c OutgoingCall) (record.Call, error) {
	row, err := b.begins(ctx, c)
	if err != nil {
		return row, err
	}
	return row, b.writer.settle(ctx)
}

func (b *Switchboard) begins(ctx context.Context, c OutgoingCall) (record.Call, error) {
	row := b.NewCall(record.CallParams{Account: c.AccountSid, From: c.From, To: c.To, Direction: string(event.OutboundAPI)})
	c.Sid, c.Direction = row.Sid, event.OutboundAPI
	if c.Recording != nil {
		c.Recording.Sid = webhook.NewSID("RE", b.Random)
	}
	if by, err := b.CachedOwner(ctx, row.From); err == nil && by.AccountSid == row.AccountSid {
		row.PhoneNumberSid = record.NullString(by.Sid)
	}
	if err := b.writer.failed(); err != nil {
		return row, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.connect(row)
	b.putCall(row)
	b.alerts(row, c.alerts)
	b.simulator.Ring(voicesim.Incoming{Call: c.Call})
	return row, nil
}

// alerts stores the alerts about the form of a call.
func (b *Switchboard) alerts(row record.Call, all []outbox.Incident) {
	for _, about := range all {
		about.Account, about.Resource = row.AccountSid, row.Sid
		b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.outbox.Raise(ctx, tx, about) })
	}
}
