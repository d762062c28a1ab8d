package emulator

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// createCall calls, and answers before anybody has: the phone rings when the answer is on its way.
//
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (e *Server) createCall(ctx context.Context, r *request) (answer, error) {
	board, err := e.running()
	if err != nil {
		return answer{}, err
	}
	c, err := e.readCall(ctx, r)
	if err != nil {
		return answer{}, err
	}
	row, err := board.place(ctx, c)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: row}, nil
}

// place has the engine make a call, and returns when its row is in the file: what was answered with 201 survives kill -9. It
// waits for a write, not for the disk; calls that are made at the same time share one transaction.
func (b *switchboard) place(ctx context.Context, c callForm) (call, error) {
	row, err := b.begins(ctx, c)
	if err != nil {
		return row, err
	}
	return row, b.book.settle(ctx)
}

func (b *switchboard) begins(ctx context.Context, c callForm) (call, error) {
	row := b.server.newCall(ringing{account: c.AccountSid, from: c.From, to: c.To, direction: string(voicesim.OutboundAPI)})
	c.Sid, c.Direction = row.Sid, voicesim.OutboundAPI
	if c.Tape != nil {
		c.Tape.Sid = webhook.NewSID("RE", b.server.random)
	}
	if by, err := b.server.ownerNow(ctx, row.From); err == nil && by.AccountSid == row.AccountSid {
		row.PhoneNumberSid = orNull(by.Sid)
	}
	if err := b.book.failed(); err != nil {
		return row, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.connect(row)
	b.keep(row)
	b.alerts(row, c.alerts)
	b.office.Ring(voicesim.Incoming{Call: c.Call})
	return row, nil
}

// alerts keeps what a form of the REST API has raised for a call.
func (b *switchboard) alerts(row call, all []incident) {
	for _, about := range all {
		about.account, about.resource = row.AccountSid, row.Sid
		b.book.enter(func(ctx context.Context, tx *store.Tx) error { return b.server.raise(ctx, tx, about) })
	}
}

// readCall is the call that a form asks for.
func (e *Server) readCall(ctx context.Context, r *request) (callForm, error) {
	c := callForm{Call: voicesim.Call{AccountSid: r.account.Sid}}
	if err := e.readEnds(ctx, r, &c.Call); err != nil {
		return c, err
	}
	if err := readWires(r.form, &c); err != nil {
		return c, err
	}
	return c, e.readWhat(ctx, r, &c)
}

// readWhat reads what the call is about: an application wins over a URL, and a URL over a document.
func (e *Server) readWhat(ctx context.Context, r *request, c *callForm) error {
	form := r.form
	switch {
	case form.Get("ApplicationSid") != "":
		sid := form.Get("ApplicationSid")
		if err := e.reachable(ctx, e.db, "ApplicationSid", r.account.Sid, sid); err != nil {
			return err
		}
		a, err := applicationsIn(e.db).Get(ctx, r.account.Sid, sid)
		if err != nil {
			return err
		}
		c.URL, c.Method, c.FallbackURL, c.FallbackMethod = a.VoiceURL, a.VoiceMethod, a.VoiceFallbackURL, a.VoiceFallbackMethod
		c.Status = voicesim.Hook{URL: a.StatusCallback, Method: a.StatusCallbackMethod, Events: c.Status.Events}
		return nil
	case form.Get("Url") != "":
		to, err := readPair(form, "Url", "Method")
		if err != nil {
			return err
		}
		if form.Get("Twiml") != "" {
			c.alert("32019", "Url and Twiml are both given, and Url is used")
		}
		c.URL, c.Method = to.url, to.method
		return nil
	case form.Get("Twiml") != "":
		doc, err := readTwiML(form.Get("Twiml"))
		c.Document = doc
		return err
	}
	return invalid(21205, "Url parameter is required.")
}

// longestTwiML is how many characters a document in a parameter may have. UNSURE of the codes.
const longestTwiML = 4000

func readTwiML(text string) (*twiml.Document, error) {
	if utf8.RuneCountInString(text) > longestTwiML {
		return nil, invalid(badParameter, "Twiml is longer than %d characters", longestTwiML)
	}
	doc, err := twiml.Parse([]byte(text))
	if err != nil {
		return nil, invalid(12100, "Twiml cannot be read: %v", err)
	}
	return doc, nil
}

// readEnds reads who calls whom.
//
// https://www.twilio.com/docs/iam/test-credentials#test-voice-calls for the numbers that behave the same for everybody
func (e *Server) readEnds(ctx context.Context, r *request, c *voicesim.Call) error {
	to, from := strings.TrimSpace(r.form.Get("To")), strings.TrimSpace(r.form.Get("From"))
	switch {
	case to == "":
		return invalid(21201, "No 'To' number is specified")
	case from == "":
		return invalid(21213, "No 'From' number is specified")
	}
	var ok bool
	if c.To, ok = callable(to); !ok {
		return invalid(21211, "The phone number you are attempting to call, %s, is not valid.", to)
	}
	if c.From, ok = callable(from); !ok {
		return invalid(21212, "The source phone number provided, %s, is not valid.", from)
	}
	for _, magic := range []struct {
		number, text string
		code         int
	}{
		{magicInvalid, "does not appear to be valid", 21217},
		{"+15005550002", "is not reachable", 21214},
		{"+15005550003", "is in a country that this account has no permission to call", 21215},
		{"+15005550004", "is blocked", 21216},
	} {
		if c.To == magic.number {
			return invalid(magic.code, "The phone number you are attempting to call, %s, %s.", c.To, magic.text)
		}
	}
	return e.mayCallFrom(ctx, r.account.Sid, c.From)
}

// mayCallFrom refuses a number that is neither the account's nor verified.
func (e *Server) mayCallFrom(ctx context.Context, account, from string) error {
	switch {
	case from == magicInvalid:
		return invalid(21212, "The source phone number provided, %s, is not valid.", from)
	case from == magicValid, !strings.HasPrefix(from, "+"):
		return nil
	}
	if by, err := e.ownerNow(ctx, from); err == nil && by.AccountSid == account {
		return nil
	}
	known, err := e.callerIDs().in(e.db).List(ctx, store.Query{Scope: account})
	if err != nil {
		return err
	}
	for _, row := range known {
		if row.Value.PhoneNumber == from {
			return nil
		}
	}
	return invalid(21210, "The source phone number provided, %s, is not yet verified for your account. "+
		"You may only make calls from phone numbers that you've verified or purchased from Twilio.", from)
}

// callable is where a call may go: a number, a client or a SIP address.
func callable(text string) (string, bool) {
	for _, scheme := range []string{"client:", "sip:", "sips:"} {
		if strings.HasPrefix(text, scheme) {
			return text, len(text) > len(scheme)
		}
	}
	number := e164(text)
	if number == "" { // North America may be called without its code, and a + that a form was sent with bare is a space
		switch digits := strings.TrimSpace(text); {
		case len(digits) == 10:
			number = e164("+1" + digits)
		case len(digits) == 11 && digits[0] == '1':
			number = e164("+" + digits)
		}
	}
	return number, number != ""
}
