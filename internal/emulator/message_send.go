package emulator

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/twvoice/twvoice/internal/store"
)

// posted is a message on its way, with how many answers to one another lie before it.
type posted struct {
	message message
	draft   draft
	depth   int
}

// send takes a message to its recipient, telling its status callback of each step. When the recipient is a number of an
// account, it is received there as well, and the application behind it is asked for an answer.
func (e *Server) send(ctx context.Context, p posted) {
	e.report(ctx, p)
	if !e.step(ctx, &p, func(m *message) {
		m.Status, m.DateSent = sent, orNull(rfc2822(e.now()))
	}) {
		return
	}
	to, arrived, err := e.arrive(ctx, p)
	if err != nil {
		return // the database is gone
	}
	if !e.step(ctx, &p, func(m *message) {
		m.Status = delivered
		if to.Sid != "" && !to.Capabilities.SMS {
			code := 30006
			m.Status, m.ErrorCode, m.ErrorMessage = undelivered, &code, "Landline or unreachable carrier"
		}
	}) {
		return
	}
	if arrived.Sid != "" {
		e.receive(ctx, inbound{message: arrived, number: to, media: p.draft.media, depth: p.depth})
	}
}

// step changes a message that is on its way, and reports it. It says whether the message goes on.
func (e *Server) step(ctx context.Context, p *posted, change func(*message)) bool {
	canceledOrGone := errors.New("canceled or gone")
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		m, err := e.messages().in(tx).Get(ctx, p.message.AccountSid, p.message.Sid)
		if err != nil {
			return err
		}
		if m.Status == canceled {
			return canceledOrGone
		}
		change(&m)
		m.DateUpdated = rfc2822(e.now())
		p.message = m
		return e.messages().in(tx).Put(ctx, m.AccountSid, m.Sid, m)
	})
	if err != nil {
		return false
	}
	e.report(ctx, *p)
	return true
}

// report tells the status callback.
//
// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (e *Server) report(ctx context.Context, p posted) {
	m := p.message
	params := url.Values{
		"MessageSid": {m.Sid}, "SmsSid": {m.Sid}, "MessageStatus": {m.Status}, "SmsStatus": {m.Status},
		"AccountSid": {m.AccountSid}, "From": {string(m.From)}, "To": {m.To}, "ApiVersion": {apiVersion},
	}
	if m.MessagingServiceSid != "" {
		params.Set("MessagingServiceSid", string(m.MessagingServiceSid))
	}
	if m.ErrorCode != nil {
		params.Set("ErrorCode", strconv.Itoa(*m.ErrorCode))
	}
	for _, to := range p.draft.callbacks {
		e.deliver(ctx, notice{account: p.draft.account, resource: m.Sid, to: to, params: params})
	}
}

// arrive keeps the message for the account that owns the recipient's number; the zero number is a phone somewhere else.
func (e *Server) arrive(ctx context.Context, p posted) (to number, m message, err error) {
	err = e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if to, err = e.owned(ctx, tx, p.message.To); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil || !to.Capabilities.SMS {
			return err
		}
		owner, err := accountsIn(tx).Get(ctx, everyone, to.AccountSid)
		if err != nil || owner.Status != active {
			return err
		}
		m = e.newMessage(draft{
			account: owner, direction: "inbound", from: string(p.message.From), to: to.PhoneNumber,
			body: p.message.Body, media: p.draft.media,
		})
		m.Status, m.DateSent = received, orNull(m.DateCreated)
		if err := heed(ctx, tx, to.AccountSid, m, to.PhoneNumber); err != nil {
			return err
		}
		if err := e.messages().in(tx).Insert(ctx, m.AccountSid, m.Sid, m); err != nil {
			return err
		}
		return e.attach(ctx, tx, m, p.draft.media)
	})
	return to, m, err
}
