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

// Call is a call as it is kept and shown, in the order of Twilio's keys.
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
	StirVerstat     string            `json:"stir_verstat"` // "" where the caller brought none
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// CallKind is the kind of the rows of callsIn.
const CallKind = "emulator/call"

// Calls is calls, in the scope of their account.
func Calls(on store.Handle) store.Collection[Call] { return store.In[Call](on, CallKind) }

// Ended reports whether nothing more will happen in the call.
func (c *Call) Ended() bool {
	switch c.Status {
	case Completed, "busy", "failed", "no-answer", Canceled:
		return true
	}
	return false
}

// A CallParams is what is known of a call when it begins.
type CallParams struct {
	Sid       string // CA…; "" draws one
	Account   string // AC…
	From, To  string // E.164, client:… or sip:…
	Direction string // "inbound", "outbound-api" or "outbound-dial"
	Parent    string // CA…; "" for none
	number    string // PN… of the account's own number; "" for none
}

// NewCall is a call that nobody has kept yet: queued, and not begun.
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
	for name, path := range map[string]string{ // what the emulator has, or will have
		"notifications": "Notifications",
		"recordings":    "Recordings",
	} {
		c.SubresourceURIs[name] = base + "/" + path + ".json"
	}
	return c
}

// Begin says that the call is under way since a moment, in a status of its own.
func (c *Call) Begin(at time.Time) { c.StartTime = NullString(FormatTime(at)) }

// End closes the call. Its length is counted from the answer, and 0 where nobody answered.
func (c *Call) End(status string, at time.Time, length time.Duration) {
	c.Status, c.EndTime = status, NullString(FormatTime(at))
	c.Duration = NullString(FormatSeconds(length))
}

// AddCall and changeCall are for whoever rings: a call is kept once, and changed in transactions of its own.
func (t *Tables) AddCall(ctx context.Context, on store.Handle, c Call) error {
	return Calls(on).Insert(ctx, c.AccountSid, c.Sid, c)
}

// ChangeCall changes the call as it is by then, and returns it so.
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

func FormatSeconds(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Second).Seconds())) }
