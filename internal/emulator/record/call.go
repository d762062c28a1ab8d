package record

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Call is a call as stored and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/call-resource
type Call struct {
	Sid             string            `json:"sid"`
	DateCreated     string            `json:"date_created"`
	DateUpdated     string            `json:"date_updated"`
	ParentCallSid   NullString        `json:"parent_call_sid"`
	AccountSid      string            `json:"account_sid"`
	To              string            `json:"to"`
	ToFormatted     string            `json:"to_formatted"`
	From            string            `json:"from"`
	FromFormatted   string            `json:"from_formatted"`
	PhoneNumberSid  NullString        `json:"phone_number_sid"`
	Status          string            `json:"status"`
	StartTime       NullString        `json:"start_time"`
	EndTime         NullString        `json:"end_time"`
	Duration        NullString        `json:"duration"` // seconds; null before the end
	Price           *string           `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	Direction       string            `json:"direction"`
	AnsweredBy      NullString        `json:"answered_by"`
	APIVersion      string            `json:"api_version"`
	ForwardedFrom   NullString        `json:"forwarded_from"`
	GroupSid        NullString        `json:"group_sid"`
	CallerName      NullString        `json:"caller_name"`
	QueueTime       string            `json:"queue_time"` // milliseconds
	TrunkSid        NullString        `json:"trunk_sid"`
	StirVerstat     string            `json:"stir_verstat"` // "" if the caller sent none
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// CallKind is the kind of the rows of [Calls].
const CallKind = "emulator/call"

// Calls returns the calls, in the scope of their account.
func Calls(on store.Handle) store.Collection[Call] { return store.In[Call](on, CallKind) }

// Ended reports whether the call has ended.
func (c *Call) Ended() bool {
	switch c.Status {
	case Completed, "busy", "failed", "no-answer", Canceled:
		return true
	}
	return false
}

// CallParams is what is known about a call when it begins.
type CallParams struct {
	Sid       string // CA…; "" to draw one
	Account   string // AC…
	From, To  string // E.164, client:… or sip:…
	Direction string // "inbound", "outbound-api" or "outbound-dial"
	Parent    string // CA…; "" for none
	number    string // PN… of the account's number; "" for none
}

// NewCall returns a call that is not stored yet. Its status is queued.
func (t *Tables) NewCall(g CallParams) Call {
	now := FormatTime(t.Now())
	c := Call{
		Sid: cmp.Or(g.Sid, webhook.NewSID("CA", t.Random)), DateCreated: now, DateUpdated: now, ParentCallSid: NullString(g.Parent),
		AccountSid: g.Account, To: g.To, ToFormatted: inventory.FriendlyNumber(g.To), From: g.From, FromFormatted: inventory.FriendlyNumber(g.From),
		PhoneNumberSid: NullString(g.number), Status: Queued, PriceUnit: "USD", Direction: g.Direction,
		APIVersion: APIVersion, QueueTime: "0",
	}
	base := AccountsPath + "/" + c.AccountSid + "/Calls/" + c.Sid
	c.URI = base + ".json"
	c.SubresourceURIs = map[string]string{}
	for name, path := range map[string]string{ // subresources, also those that the emulator does not serve yet
		"notifications": "Notifications",
		"recordings":    "Recordings",
	} {
		c.SubresourceURIs[name] = base + "/" + path + ".json"
	}
	return c
}

// Begin sets the start time. It does not change the status.
func (c *Call) Begin(at time.Time) { c.StartTime = NullString(FormatTime(at)) }

// End sets the final status, the end time and the duration, which counts from the answer and is 0
// for an unanswered call.
func (c *Call) End(status string, at time.Time, length time.Duration) {
	c.Status, c.EndTime = status, NullString(FormatTime(at))
	c.Duration = NullString(FormatSeconds(length))
}

// AddCall stores a new call.
func (t *Tables) AddCall(ctx context.Context, on store.Handle, c Call) error {
	return Calls(on).Insert(ctx, c.AccountSid, c.Sid, c)
}

// ChangeCall applies change to the current row of a call in a transaction, and returns the result.
func (t *Tables) ChangeCall(ctx context.Context, c Call, change func(*Call)) (Call, error) {
	err := t.DB.Update(ctx, func(tx *store.Tx) error {
		var err error
		if c, err = Calls(tx).Get(ctx, c.AccountSid, c.Sid); err != nil {
			return err
		}
		change(&c)
		c.DateUpdated = FormatTime(t.Now())
		return Calls(tx).Put(ctx, c.AccountSid, c.Sid, c)
	})
	return c, err
}

// FormatSeconds returns a duration rounded to whole seconds, as Twilio's resources show it.
func FormatSeconds(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Second).Seconds())) }
