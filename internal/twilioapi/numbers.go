package twilioapi

import (
	"context"
	"iter"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// Numbers gives access to the phone numbers of the account. It is part of a [Client] and safe for concurrent use.
type Numbers struct{ conn *conn }

// NumberFilter narrows a list. The zero value selects all numbers.
type NumberFilter struct {
	PhoneNumber  string // part of it; "*" is any digit
	FriendlyName string // the whole of it
}

// List yields the numbers of the account, newest first. It requests further pages as they are needed; limit ≤ 0 yields
// all. An error is yielded once, at the end.
func (n Numbers) List(ctx context.Context, filter NumberFilter, limit int) iter.Seq2[Number, error] {
	return listing[Number]{
		key: "incoming_phone_numbers",
		fetch: func(c *call, pageSize int) error {
			_, err := c.api().PageIncomingPhoneNumber(&api.ListIncomingPhoneNumberParams{
				PhoneNumber:  optional(filter.PhoneNumber),
				FriendlyName: optional(filter.FriendlyName),
				PageSize:     &pageSize,
			}, "", "")
			return err
		},
		decode: decodeNumber,
	}.all(ctx, n.conn, limit)
}

// Get reads one number by its PN SID. Code 20404: the account does not own it.
func (n Numbers) Get(ctx context.Context, sid string) (Number, error) {
	return n.one(ctx, sid, func(c *call) error {
		_, err := c.api().FetchIncomingPhoneNumber(sid, nil)
		return err
	})
}

// Update sets parameters by Twilio's names, such as "VoiceUrl". "" clears one; others do not change. An unknown name is
// a [fault.Usage]: Twilio would ignore it and report success.
func (n Numbers) Update(ctx context.Context, sid string, params map[string]string) (Number, error) {
	update, err := updateParams(params)
	if err != nil {
		return Number{}, err
	}
	return n.one(ctx, sid, func(c *call) error {
		c.look = "twvoice numbers show " + sid
		_, err := c.api().UpdateIncomingPhoneNumber(sid, update)
		return err
	})
}

// Delete releases a number. It stops ringing immediately, and others can buy it.
func (n Numbers) Delete(ctx context.Context, sid string) error {
	if err := checkSid(sid, "PN", "a phone number SID"); err != nil {
		return err
	}
	c, err := n.conn.begin(ctx)
	if err != nil {
		return err
	}
	c.look = "twvoice numbers show " + sid
	return c.api().DeleteIncomingPhoneNumber(sid, nil)
}

// one makes an API call for a number and returns the number in the answer.
func (n Numbers) one(ctx context.Context, sid string, do func(*call) error) (Number, error) {
	if err := checkSid(sid, "PN", "a phone number SID"); err != nil {
		return Number{}, err
	}
	c, err := n.conn.begin(ctx)
	if err != nil {
		return Number{}, err
	}
	if err := do(c); err != nil {
		return Number{}, err
	}
	return one(c, decodeNumber)
}

// optional returns nil for "", so that an empty parameter is not sent.
func optional(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}
