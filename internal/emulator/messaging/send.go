package messaging

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// InTransit is a message on its way, with the number of automatic replies before it.
type InTransit struct {
	Message record.Message
	Draft   Draft
	depth   int
}

// Send delivers a message and sends a status callback for each step. If the recipient is a number
// of an account, the message is received there too, and the application of that number is
// requested.
func (ms *Messenger) Send(ctx context.Context, p InTransit) {
	ms.report(ctx, p)
	if !ms.advance(ctx, &p, func(m *record.Message) {
		m.Status, m.DateSent = record.Sent, record.NullString(record.FormatTime(ms.Now()))
	}) {
		return
	}
	to, arrived, err := ms.deliver(ctx, p)
	if err != nil {
		return // the database failed
	}
	if !ms.advance(ctx, &p, func(m *record.Message) {
		m.Status = record.Delivered
		if to.Sid != "" && !to.Capabilities.SMS {
			code := 30006
			m.Status, m.ErrorCode, m.ErrorMessage = record.Undelivered, &code, "Landline or unreachable carrier"
		}
	}) {
		return
	}
	if arrived.Sid != "" {
		ms.receive(ctx, inbound{message: arrived, number: to, media: p.Draft.Media, depth: p.depth})
	}
}

// advance changes a message on its way and reports the new status. It returns false if the delivery
// must stop.
func (ms *Messenger) advance(ctx context.Context, p *InTransit, change func(*record.Message)) bool {
	canceledOrGone := errors.New("canceled or deleted")
	err := ms.DB.Update(ctx, func(tx *store.Tx) error {
		m, err := record.Messages(tx).Get(ctx, p.Message.AccountSid, p.Message.Sid)
		if err != nil {
			return err
		}
		if m.Status == record.Canceled {
			return canceledOrGone
		}
		change(&m)
		m.DateUpdated = record.FormatTime(ms.Now())
		p.Message = m
		return record.Messages(tx).Put(ctx, m.AccountSid, m.Sid, m)
	})
	if err != nil {
		return false
	}
	ms.report(ctx, *p)
	return true
}

// report sends the status callback.
//
// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (ms *Messenger) report(ctx context.Context, p InTransit) {
	m := p.Message
	params := url.Values{
		"MessageSid": {m.Sid}, "SmsSid": {m.Sid}, "MessageStatus": {m.Status}, "SmsStatus": {m.Status},
		"AccountSid": {m.AccountSid}, "From": {string(m.From)}, "To": {m.To}, "ApiVersion": {record.APIVersion},
	}
	if m.MessagingServiceSid != "" {
		params.Set("MessagingServiceSid", string(m.MessagingServiceSid))
	}
	if m.ErrorCode != nil {
		params.Set("ErrorCode", strconv.Itoa(*m.ErrorCode))
	}
	for _, to := range p.Draft.Callbacks {
		ms.NotifyNow(ctx, outbox.Notice{Account: p.Draft.Account, Resource: m.Sid, To: to, Params: params})
	}
}

// deliver stores the message for the account that owns the recipient's number. It returns the zero
// number if no account owns it.
func (ms *Messenger) deliver(ctx context.Context, p InTransit) (to record.Number, m record.Message, err error) {
	err = ms.DB.Update(ctx, func(tx *store.Tx) error {
		var err error
		if to, err = ms.NumberByE164(ctx, tx, p.Message.To); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil || !to.Capabilities.SMS {
			return err
		}
		owner, err := record.Accounts(tx).Get(ctx, record.Global, to.AccountSid)
		if err != nil || owner.Status != record.AccountActive {
			return err
		}
		m = ms.newMessage(Draft{
			Account: owner, Direction: "inbound", From: string(p.Message.From), To: to.PhoneNumber,
			Body: p.Message.Body, Media: p.Draft.Media,
		})
		m.Status, m.DateSent = record.Received, record.NullString(m.DateCreated)
		if err := updateOptOut(ctx, tx, to.AccountSid, m, to.PhoneNumber); err != nil {
			return err
		}
		if err := record.Messages(tx).Insert(ctx, m.AccountSid, m.Sid, m); err != nil {
			return err
		}
		return ms.attach(ctx, tx, m, p.Draft.Media)
	})
	return to, m, err
}
