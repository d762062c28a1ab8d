package emulator

import (
	"cmp"
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// call is a call as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/call-resource
type call struct {
	Sid             string            `json:"sid"`
	DateCreated     string            `json:"date_created"`
	DateUpdated     string            `json:"date_updated"`
	ParentCallSid   orNull            `json:"parent_call_sid"`
	AccountSid      string            `json:"account_sid"`
	To              string            `json:"to"`
	ToFormatted     string            `json:"to_formatted"`
	From            string            `json:"from"`
	FromFormatted   string            `json:"from_formatted"`
	PhoneNumberSid  orNull            `json:"phone_number_sid"`
	Status          string            `json:"status"`
	StartTime       orNull            `json:"start_time"`
	EndTime         orNull            `json:"end_time"`
	Duration        orNull            `json:"duration"` // seconds; null before the end
	Price           *string           `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	Direction       string            `json:"direction"`
	AnsweredBy      orNull            `json:"answered_by"`
	APIVersion      string            `json:"api_version"`
	ForwardedFrom   orNull            `json:"forwarded_from"`
	GroupSid        orNull            `json:"group_sid"`
	CallerName      orNull            `json:"caller_name"`
	QueueTime       string            `json:"queue_time"` // milliseconds
	TrunkSid        orNull            `json:"trunk_sid"`
	StirVerstat     string            `json:"stir_verstat"` // "" where the caller brought none
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// ended reports whether nothing more will happen in the call.
func (c *call) ended() bool {
	switch c.Status {
	case completed, "busy", "failed", "no-answer", canceled:
		return true
	}
	return false
}

// A ringing is what is known of a call when it begins.
type ringing struct {
	sid       string // CA…; "" draws one
	account   string // AC…
	from, to  string // E.164, client:… or sip:…
	direction string // "inbound", "outbound-api" or "outbound-dial"
	parent    string // CA…; "" for none
	number    string // PN… of the account's own number; "" for none
}

// newCall is a call that nobody has kept yet: queued, and not begun.
func (e *Server) newCall(g ringing) call {
	now := rfc2822(e.now())
	c := call{
		Sid: cmp.Or(g.sid, webhook.NewSID("CA", e.random)), DateCreated: now, DateUpdated: now, ParentCallSid: orNull(g.parent),
		AccountSid: g.account, To: g.to, ToFormatted: friendlyNumber(g.to), From: g.from, FromFormatted: friendlyNumber(g.from),
		PhoneNumberSid: orNull(g.number), Status: queued, PriceUnit: "USD", Direction: g.direction,
		APIVersion: apiVersion, QueueTime: "0",
	}
	base := accountsPath + "/" + c.AccountSid + "/Calls/" + c.Sid
	c.URI = base + ".json"
	c.SubresourceURIs = map[string]string{}
	for name, path := range map[string]string{ // what the emulator has, or will have
		"notifications": "Notifications",
		"recordings":    "Recordings",
	} {
		c.SubresourceURIs[name] = base + "/" + path + ".json"
	}
	return c
}

// begin says that the call is under way since a moment, in a status of its own.
func (c *call) begin(at time.Time) { c.StartTime = orNull(rfc2822(at)) }

// end closes the call. Its length is counted from the answer, and 0 where nobody answered.
func (c *call) end(status string, at time.Time, length time.Duration) {
	c.Status, c.EndTime = status, orNull(rfc2822(at))
	c.Duration = orNull(wholeSeconds(length))
}

// keepCall and changeCall are for whoever rings: a call is kept once, and changed in transactions of its own.
func (e *Server) keepCall(ctx context.Context, on store.Handle, c call) error {
	return e.calls().in(on).Insert(ctx, c.AccountSid, c.Sid, c)
}

// changeCall changes the call as it is by then, and returns it so.
func (e *Server) changeCall(ctx context.Context, c call, change func(*call)) (call, error) {
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if c, err = e.calls().in(tx).Get(ctx, c.AccountSid, c.Sid); err != nil {
			return err
		}
		change(&c)
		c.DateUpdated = rfc2822(e.now())
		return e.calls().in(tx).Put(ctx, c.AccountSid, c.Sid, c)
	})
	return c, err
}
