package api

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// createCall places a call, and answers before the phone rings.
//
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (api *API) createCall(ctx context.Context, r *rest.Request) (rest.Response, error) {
	board, err := api.running()
	if err != nil {
		return rest.Response{}, err
	}
	c, err := api.readCall(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	row, err := board.PlaceCall(ctx, c)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.Response{Status: http.StatusCreated, Body: row}, nil
}

// readCall returns the call that a form requests.
func (api *API) readCall(ctx context.Context, r *rest.Request) (live.OutgoingCall, error) {
	c := live.OutgoingCall{Call: event.Call{AccountSid: r.Account.Sid}}
	if err := api.readEnds(ctx, r, &c.Call); err != nil {
		return c, err
	}
	if err := readCallOptions(r.Form, &c); err != nil {
		return c, err
	}
	return c, api.readInstructions(ctx, r, &c)
}

// readInstructions reads the instructions for the call: an application overrides a URL, and a URL overrides
// a document.
func (api *API) readInstructions(ctx context.Context, r *rest.Request, c *live.OutgoingCall) error {
	form := r.Form
	switch {
	case form.Get("ApplicationSid") != "":
		sid := form.Get("ApplicationSid")
		if err := api.checkApplication(ctx, api.DB, "ApplicationSid", r.Account.Sid, sid); err != nil {
			return err
		}
		a, err := record.Applications(api.DB).Get(ctx, r.Account.Sid, sid)
		if err != nil {
			return err
		}
		c.URL, c.Method, c.FallbackURL, c.FallbackMethod = a.VoiceURL, a.VoiceMethod, a.VoiceFallbackURL, a.VoiceFallbackMethod
		c.Status = event.Hook{URL: a.StatusCallback, Method: a.StatusCallbackMethod, Events: c.Status.Events}
		return nil
	case form.Get("Url") != "":
		to, err := readPair(form, "Url", "Method")
		if err != nil {
			return err
		}
		if form.Get("Twiml") != "" {
			c.AddAlert("32019", "Url and Twiml are both given; Url is used")
		}
		c.URL, c.Method = to.URL, to.Method
		return nil
	case form.Get("Twiml") != "":
		doc, err := readTwiML(form.Get("Twiml"))
		c.Document = doc
		return err
	}
	return apierror.Invalid(21205, "Url parameter is required.")
}

// longestTwiML limits a document in a parameter, in characters. UNSURE of the codes.
const longestTwiML = 4000

func readTwiML(text string) (*twiml.Document, error) {
	if utf8.RuneCountInString(text) > longestTwiML {
		return nil, apierror.Invalid(apierror.BadParameter, "Twiml is longer than %d characters", longestTwiML)
	}
	doc, err := twiml.Parse([]byte(text))
	if err != nil {
		return nil, apierror.Invalid(12100, "Twiml cannot be read: %v", err)
	}
	return doc, nil
}

// readEnds reads the caller and the callee.
//
// https://www.twilio.com/docs/iam/test-credentials#test-voice-calls lists the numbers that behave
// the same for every account.
func (api *API) readEnds(ctx context.Context, r *rest.Request, c *event.Call) error {
	to, from := strings.TrimSpace(r.Form.Get("To")), strings.TrimSpace(r.Form.Get("From"))
	switch {
	case to == "":
		return apierror.Invalid(21201, "No 'To' number is specified")
	case from == "":
		return apierror.Invalid(21213, "No 'From' number is specified")
	}
	var ok bool
	if c.To, ok = Callable(to); !ok {
		return apierror.Invalid(21211, "The phone number you are attempting to call, %s, is not valid.", to)
	}
	if c.From, ok = Callable(from); !ok {
		return apierror.Invalid(21212, "The source phone number provided, %s, is not valid.", from)
	}
	for _, magic := range []struct {
		number, text string
		code         int
	}{
		{inventory.MagicInvalid, "does not appear to be valid", 21217},
		{"+15005550002", "is not reachable", 21214},
		{"+15005550003", "is in a country that this account has no permission to call", 21215},
		{"+15005550004", "is blocked", 21216},
	} {
		if c.To == magic.number {
			return apierror.Invalid(magic.code, "The phone number you are attempting to call, %s, %s.", c.To, magic.text)
		}
	}
	return api.mayCallFrom(ctx, r.Account.Sid, c.From)
}

// mayCallFrom rejects a number that the account neither owns nor has verified.
func (api *API) mayCallFrom(ctx context.Context, account, from string) error {
	switch {
	case from == inventory.MagicInvalid:
		return apierror.Invalid(21212, "The source phone number provided, %s, is not valid.", from)
	case from == inventory.MagicValid, !strings.HasPrefix(from, "+"):
		return nil
	}
	if by, err := api.CachedOwner(ctx, from); err == nil && by.AccountSid == account {
		return nil
	}
	known, err := record.CallerIDs(api.DB).List(ctx, store.Query{Scope: account})
	if err != nil {
		return err
	}
	for _, row := range known {
		if row.Value.PhoneNumber == from {
			return nil
		}
	}
	return apierror.Invalid(21210, "The source phone number provided, %s, is not yet verified for your account. "+
		"You may only make calls from phone numbers that you've verified or purchased from Twilio.", from)
}

// Callable returns an address in the form in which it can be called: a number, a client or a SIP
// address. ok is false if it cannot be called.
func Callable(text string) (string, bool) {
	for _, scheme := range []string{"client:", "sip:", "sips:"} {
		if strings.HasPrefix(text, scheme) {
			return text, len(text) > len(scheme)
		}
	}
	number, _ := e164.Parse(text) // North American numbers may lack the country code, and an unescaped + in a form is a space
	return e164.ParseDialable(number)
}
