package emulator

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"strconv"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// callerID is a number of somebody's that the account may call from, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/outgoing-caller-ids
type callerID struct {
	Sid          string `json:"sid"`
	DateCreated  string `json:"date_created"`
	DateUpdated  string `json:"date_updated"`
	FriendlyName string `json:"friendly_name"`
	AccountSid   string `json:"account_sid"`
	PhoneNumber  string `json:"phone_number"`
	URI          string `json:"uri"`
}

func (e *Server) callerIDs() resource[callerID] {
	return resource[callerID]{db: e.db, kind: "emulator/caller-id", key: "outgoing_caller_ids", filter: func(r *request) (func(*callerID) bool, error) {
		f := filter[callerID]{query: r.query}
		f.phone("PhoneNumber", func(c *callerID) string { return c.PhoneNumber })
		f.text("FriendlyName", func(c *callerID) string { return c.FriendlyName })
		return f.keep()
	}}
}

func (e *Server) callerIDRoutes() []route {
	const path = accountsPath + "/{AccountSid}/OutgoingCallerIds"
	s := e.callerIDs()
	return []route{
		{pattern: path, on: s.all(e.validateCallerID)},
		{pattern: path + "/{Sid}", on: s.one(s.update(e.renameCallerID), s.remove(nil))},
	}
}

func (e *Server) renameCallerID(_ context.Context, _ *store.Tx, r *request, c *callerID) (err error) {
	if r.form.Has("FriendlyName") {
		c.FriendlyName, err = readName("FriendlyName", r.form.Get("FriendlyName"))
	}
	c.DateUpdated = rfc2822(e.now())
	return err
}

// A validation is what the owner of a number has to type when Twilio calls.
type validation struct {
	AccountSid     string `json:"account_sid"`
	CallSid        string `json:"call_sid"`
	FriendlyName   string `json:"friendly_name"`
	PhoneNumber    string `json:"phone_number"`
	ValidationCode string `json:"validation_code"`
}

// validateCallerID takes the number for validated at once: nobody picks up, and whoever would could only type the code
// that is in the answer.
//
// https://www.twilio.com/docs/voice/api/outgoing-caller-ids#add-an-outgoing-caller-id
func (e *Server) validateCallerID(ctx context.Context, r *request) (answer, error) {
	v, callback, err := e.readValidation(r)
	if err != nil {
		return answer{}, err
	}
	c := e.newCallerID(v)
	err = e.db.Update(ctx, func(tx *store.Tx) error {
		if err := e.unknownTo(ctx, tx, c); err != nil {
			return err
		}
		return e.callerIDs().in(tx).Insert(ctx, c.AccountSid, c.Sid, c)
	})
	if err != nil {
		return answer{}, err
	}
	e.tell(ctx, notice{account: r.account, resource: c.Sid, to: callback, params: url.Values{
		"AccountSid": {c.AccountSid}, "CallSid": {v.CallSid}, "To": {c.PhoneNumber}, "ApiVersion": {apiVersion},
		"VerificationStatus": {"success"}, "OutgoingCallerIdSid": {c.Sid},
	}})
	return ok(v)
}

// newCallerID is a number that may be called from, and that nobody has kept yet.
func (e *Server) newCallerID(v validation) callerID {
	now := rfc2822(e.now())
	c := callerID{
		Sid: webhook.NewSID("PN", e.random), DateCreated: now, DateUpdated: now,
		FriendlyName: v.FriendlyName, AccountSid: v.AccountSid, PhoneNumber: v.PhoneNumber,
	}
	c.URI = accountsPath + "/" + c.AccountSid + "/OutgoingCallerIds/" + c.Sid + ".json"
	return c
}

func (e *Server) readValidation(r *request) (v validation, callback hook, err error) {
	number := e164(r.form.Get("PhoneNumber"))
	if number == "" || number == magicInvalid {
		return v, callback, invalid(21401, "PhoneNumber %s is not a valid phone number", r.form.Get("PhoneNumber"))
	}
	if text := r.form.Get("CallDelay"); text != "" {
		if delay, err := strconv.Atoi(text); err != nil || delay < 0 || delay > 60 {
			return v, callback, invalid(21454, "CallDelay %q is not a number of seconds from 0 to 60", text)
		}
	}
	name, err := readName("FriendlyName", r.form.Get("FriendlyName"))
	if err != nil {
		return v, callback, err
	}
	if name == "" {
		name = friendlyNumber(number)
	}
	if callback, err = readHook(r.form, "StatusCallback"); err != nil {
		return v, callback, err
	}
	digits, err := rand.Int(e.random, big.NewInt(1_000_000))
	if err != nil {
		return v, callback, err
	}
	return validation{
		AccountSid: r.account.Sid, CallSid: webhook.NewSID("CA", e.random), FriendlyName: name, PhoneNumber: number,
		ValidationCode: fmt.Sprintf("%06d", digits),
	}, callback, nil
}

// unknownTo refuses a number that the account can call from already.
func (e *Server) unknownTo(ctx context.Context, tx *store.Tx, c callerID) error {
	known, err := e.callerIDs().in(tx).List(ctx, store.Query{Scope: c.AccountSid})
	if err != nil {
		return err
	}
	for _, row := range known {
		if row.Value.PhoneNumber == c.PhoneNumber {
			return invalid(21450, "Phone number already validated on your account: %s", c.PhoneNumber)
		}
	}
	owned, err := ownersIn(tx).Get(ctx, e.stock.shelf(c.PhoneNumber), c.PhoneNumber)
	if err == nil && owned.AccountSid == c.AccountSid {
		return invalid(21449, "Number already can be used for outgoing calls and messages: %s", c.PhoneNumber)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
