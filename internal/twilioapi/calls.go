package twilioapi

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// Calls gives access to the account's calls: real ones, which cost money. It is part of a [Client] and safe for
// concurrent use.
type Calls struct{ conn *conn }

// Call is a call in the API. Values that the API sent as null are "".
//
// https://www.twilio.com/docs/voice/api/call-resource
type Call struct {
	SID           string `json:"sid"`
	ParentCallSid string `json:"parent_call_sid"` // of a call placed by Dial
	From          string `json:"from"`
	To            string `json:"to"`
	Direction     string `json:"direction"`    // "inbound", "outbound-api" or "outbound-dial"
	Status        string `json:"status"`       // "queued", "ringing", "in-progress", or how it ended
	DateCreated   string `json:"date_created"` // RFC 2822
	DateUpdated   string `json:"date_updated"` // RFC 2822
	Duration      string `json:"duration"`     // seconds from answer to end; "" before the end
	Price         string `json:"price"`        // "-0.0130"; "" until Twilio knows it, some time after the end
	PriceUnit     string `json:"price_unit"`   // "USD"
	AnsweredBy    string `json:"answered_by"`  // "human", "machine_start" …; "" without machine detection

	Raw json.RawMessage `json:"-"` // the call exactly as the API sent it
}

// Over reports whether the call has ended.
func (c Call) Over() bool {
	switch c.Status {
	case "completed", "busy", "no-answer", "failed", "canceled":
		return true
	}
	return false
}

// Created returns when the call was created, or the zero time if that is unknown.
func (c Call) Created() time.Time { return rfc2822(c.DateCreated) }

// Updated returns when the call last changed.
func (c Call) Updated() time.Time { return rfc2822(c.DateUpdated) }

func rfc2822(text string) time.Time {
	at, err := time.Parse(time.RFC1123Z, text)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// NewCall is a call to place. To, From and either URL or TwiML are required; zero values of the other fields are not
// sent.
type NewCall struct {
	To, From string
	URL      string // Twilio requests the document from it when the call is answered
	Method   string // of URL: "GET" or "POST"
	TwiML    string // the document itself, at most 4,000 characters

	StatusCallback   string
	SendDigits       string        // pressed after the answer
	MachineDetection string        // "Enable" or "DetectMessageEnd"
	Record           bool          // from the answer on
	Ring             time.Duration // how long the phone rings, in whole seconds; Twilio's default is a minute
	Longest          time.Duration // maximum duration of the call, in whole seconds; Twilio's default is four hours
}

func (n NewCall) params() *api.CreateCallParams {
	p := &api.CreateCallParams{
		To: &n.To, From: &n.From, Url: optional(n.URL), Method: optional(n.Method), Twiml: optional(n.TwiML),
		StatusCallback: optional(n.StatusCallback), SendDigits: optional(n.SendDigits), MachineDetection: optional(n.MachineDetection),
		Timeout: seconds(n.Ring), TimeLimit: seconds(n.Longest),
	}
	if n.Record {
		p.Record = &n.Record
	}
	return p
}

func seconds(d time.Duration) *int {
	if d <= 0 {
		return nil
	}
	n := int(d / time.Second)
	return &n
}

// Create places a call, which costs money once it is answered. It is never retried after a lost answer; look with List
// before calling again.
//
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (n Calls) Create(ctx context.Context, call NewCall) (Call, error) {
	c, err := n.conn.begin(ctx)
	if err != nil {
		return Call{}, err
	}
	c.look = "twvoice logs --since 10m"
	if _, err := c.api().CreateCall(call.params()); err != nil {
		return Call{}, err
	}
	return one(c, decodeCall)
}

// Get reads one call.
func (n Calls) Get(ctx context.Context, sid string) (Call, error) {
	return n.one(ctx, sid, func(c *call) error {
		_, err := c.api().FetchCall(sid, nil)
		return err
	})
}

// HangUp ends a call that is queued, ringing or answered. Code 21220: it has ended already.
func (n Calls) HangUp(ctx context.Context, sid string) (Call, error) {
	completed := "completed"
	return n.one(ctx, sid, func(c *call) error {
		c.look = "twvoice logs --call " + sid
		_, err := c.api().UpdateCall(sid, &api.UpdateCallParams{Status: &completed})
		return err
	})
}

// CallFilter narrows a list. The zero value selects all calls.
type CallFilter struct {
	Parent string // the CA SID of the call that dialed them
	Status string // only this status: "in-progress"
	Page   int    // calls per request; 0: the limit of the list
}

// List yields the calls of the account, newest first. It requests further pages as they are needed; limit ≤ 0 yields
// all. An error is yielded once, at the end.
func (n Calls) List(ctx context.Context, filter CallFilter, limit int) iter.Seq2[Call, error] {
	return listing[Call]{
		key: "calls", size: filter.Page,
		fetch: func(c *call, pageSize int) error {
			_, err := c.api().PageCall(&api.ListCallParams{ParentCallSid: optional(filter.Parent), Status: optional(filter.Status), PageSize: &pageSize}, "", "")
			return err
		},
		decode: decodeCall,
	}.all(ctx, n.conn, limit)
}

// one makes an API call for a call and returns the call in the answer.
func (n Calls) one(ctx context.Context, sid string, do func(*call) error) (Call, error) {
	if err := checkSid(sid, "CA", "a CallSid"); err != nil {
		return Call{}, err
	}
	c, err := n.conn.begin(ctx)
	if err != nil {
		return Call{}, err
	}
	if err := do(c); err != nil {
		return Call{}, err
	}
	return one(c, decodeCall)
}

func decodeCall(raw json.RawMessage) (Call, error) {
	c, err := decode[Call](raw, "a call", "sid", "status")
	c.Raw = raw
	return c, err
}
