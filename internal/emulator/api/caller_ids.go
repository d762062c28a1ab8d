package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"net/url"
	"strconv"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (api *API) callerIDs() rest.Resource[record.CallerID] {
	return rest.Resource[record.CallerID]{DB: api.DB, Kind: record.CallerIDKind, Key: "outgoing_caller_ids", Filter: func(r *rest.Request) (func(*record.CallerID) bool, error) {
		f := rest.Filter[record.CallerID]{Query: r.Query}
		f.Phone("PhoneNumber", func(c *record.CallerID) string { return c.PhoneNumber })
		f.Text("FriendlyName", func(c *record.CallerID) string { return c.FriendlyName })
		return f.Match()
	}}
}

func (api *API) callerIDRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/OutgoingCallerIds"
	s := api.callerIDs()
	return []rest.Route{
		{Pattern: path, On: s.ListHandlers(api.validateCallerID)},
		{Pattern: path + "/{Sid}", On: s.ItemHandlers(s.Update(api.renameCallerID), s.Remove(nil))},
	}
}

func (api *API) renameCallerID(_ context.Context, _ *store.Tx, r *rest.Request, c *record.CallerID) (err error) {
	if r.Form.Has("FriendlyName") {
		c.FriendlyName, err = rest.ReadName("FriendlyName", r.Form.Get("FriendlyName"))
	}
	c.DateUpdated = record.FormatTime(api.Now())
	return err
}

// validation is the code that the owner of a number must type when Twilio calls.
type validation struct {
	AccountSid     string `json:"account_sid"`
	CallSid        string `json:"call_sid"`
	FriendlyName   string `json:"friendly_name"`
	PhoneNumber    string `json:"phone_number"`
	ValidationCode string `json:"validation_code"`
}

// validateCallerID verifies the number immediately. No phone rings here, and a user could only type
// the code that is in the answer.
//
// https://www.twilio.com/docs/voice/api/outgoing-caller-ids#add-an-outgoing-caller-id
func (api *API) validateCallerID(ctx context.Context, r *rest.Request) (rest.Response, error) {
	v, callback, err := api.readValidation(r)
	if err != nil {
		return rest.Response{}, err
	}
	c := api.NewCallerID(v.AccountSid, v.PhoneNumber, v.FriendlyName)
	err = api.DB.Update(ctx, func(tx *store.Tx) error {
		if err := api.CheckNewCallerID(ctx, tx, c); err != nil {
			return err
		}
		return record.CallerIDs(tx).Insert(ctx, c.AccountSid, c.Sid, c)
	})
	if err != nil {
		return rest.Response{}, err
	}
	api.Notify(ctx, outbox.Notice{Account: r.Account, Resource: c.Sid, To: callback, Params: url.Values{
		"AccountSid": {c.AccountSid}, "CallSid": {v.CallSid}, "To": {c.PhoneNumber}, "ApiVersion": {record.APIVersion},
		"VerificationStatus": {"success"}, "OutgoingCallerIdSid": {c.Sid},
	}})
	return rest.OK(v)
}

func (api *API) readValidation(r *rest.Request) (v validation, callback outbox.Hook, err error) {
	number, ok := e164.ParseDialable(r.Form.Get("PhoneNumber"))
	if !ok || number == inventory.MagicInvalid {
		return v, callback, apierror.Invalid(21401, "PhoneNumber %s is not a valid phone number", r.Form.Get("PhoneNumber"))
	}
	if text := r.Form.Get("CallDelay"); text != "" {
		if delay, err := strconv.Atoi(text); err != nil || delay < 0 || delay > 60 {
			return v, callback, apierror.Invalid(21454, "CallDelay %q is not a number of seconds from 0 to 60", text)
		}
	}
	name, err := rest.ReadName("FriendlyName", r.Form.Get("FriendlyName"))
	if err != nil {
		return v, callback, err
	}
	if name == "" {
		name = inventory.FriendlyNumber(number)
	}
	if callback, err = readHook(r.Form, "StatusCallback"); err != nil {
		return v, callback, err
	}
	digits, err := rand.Int(api.Random, big.NewInt(1_000_000))
	if err != nil {
		return v, callback, err
	}
	return validation{
		AccountSid: r.Account.Sid, CallSid: webhook.NewSID("CA", api.Random), FriendlyName: name, PhoneNumber: number,
		ValidationCode: fmt.Sprintf("%06d", digits),
	}, callback, nil
}
