package emulator

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/store"
	codes "github.com/twvoice/twvoice/pkg/alert"
)

// A draft is a message that somebody wants to send.
type draft struct {
	account   account
	direction string // "outbound-api" or "outbound-reply"
	from, to  string
	service   string // MG…, which chooses the sender; "" for none
	body      string
	media     []string // URLs
	callbacks []hook   // who is told of its status
}

// createMessage keeps the message and answers; it goes out afterwards.
//
// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
func (e *Server) createMessage(ctx context.Context, r *request) (answer, error) {
	d := draft{
		account: r.account, direction: "outbound-api", from: r.form.Get("From"), to: r.form.Get("To"),
		body: r.form.Get("Body"), media: r.form["MediaUrl"],
	}
	var err error
	if d.service, err = readSid("MG")("MessagingServiceSid", r.form.Get("MessagingServiceSid")); err != nil {
		return answer{}, err
	}
	for _, name := range []string{"ContentSid", "SendAt", "ScheduleType"} {
		if r.form.Get(name) != "" {
			return answer{}, invalid(badParameter, "The emulator does not know %s", name)
		}
	}
	callback, err := e.messageCallback(ctx, r)
	if err != nil {
		return answer{}, err
	}
	d.callbacks = []hook{callback}
	m, err := e.compose(ctx, d)
	if err != nil {
		return answer{}, err
	}
	e.errands.start(ctx, func(ctx context.Context) { e.send(ctx, posted{message: m, draft: d}) })
	return created(m)
}

// messageCallback is where the status goes: the request's own URL, or that of its application.
func (e *Server) messageCallback(ctx context.Context, r *request) (hook, error) {
	to, err := readURL("StatusCallback", r.form.Get("StatusCallback"))
	sid := r.form.Get("ApplicationSid")
	if err != nil || to != "" || sid == "" {
		return hook{url: to, method: http.MethodPost}, err
	}
	if err := e.reachable(ctx, e.db, "ApplicationSid", r.account.Sid, sid); err != nil {
		return hook{}, err
	}
	a, err := applicationsIn(e.db).Get(ctx, r.account.Sid, sid)
	return hook{url: a.MessageStatusCallback, method: http.MethodPost}, err
}

// compose checks a draft and keeps it as a message.
func (e *Server) compose(ctx context.Context, d draft) (message, error) {
	var m message
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		if err := e.check(ctx, tx, &d); err != nil {
			return err
		}
		m = e.newMessage(d)
		if err := e.messages().in(tx).Insert(ctx, m.AccountSid, m.Sid, m); err != nil {
			return err
		}
		return e.attach(ctx, tx, m, d.media)
	})
	return m, err
}

// longestBody and mostMedia are Twilio's limits, in characters and files.
const (
	longestBody = 1600
	mostMedia   = 10
)

// check refuses what Twilio would, and fills in the sender of a service. UNSURE of the codes that 08-errors does not have.
func (e *Server) check(ctx context.Context, tx *store.Tx, d *draft) error {
	switch to := e164(d.to); {
	case d.to == "":
		return invalid(21604, "A 'To' phone number is required")
	case to == "":
		return invalid(21211, "Invalid 'To' Phone Number: %s", d.to)
	default:
		d.to = to
	}
	if err := magicRefusal(d.to, map[string]int{
		magicInvalid: 21211, "+15005550002": 21612, "+15005550003": 21408, "+15005550004": 21610, "+15005550009": 21614,
	}); err != nil {
		return err
	}
	if err := e.checkSender(ctx, tx, d); err != nil {
		return err
	}
	switch {
	case d.body == "" && len(d.media) == 0:
		return invalid(21602, "Message body or media URLs are required")
	case utf8.RuneCountInString(d.body) > longestBody:
		return invalid(21617, "The concatenated message body exceeds the %d character limit", longestBody)
	case len(d.media) > mostMedia:
		return invalid(21623, "More than %d media URLs", mostMedia)
	case d.from == d.to:
		return invalid(21266, "'To' and 'From' number cannot be the same: %s", d.to)
	}
	for _, at := range d.media {
		if _, err := readURL("MediaUrl", at); err != nil {
			return invalid(21620, "Invalid media URL: %s", at)
		}
	}
	return checkOptOut(ctx, tx, d)
}

func magicRefusal(number string, of map[string]int) error {
	code, magic := of[number]
	if !magic {
		return nil
	}
	known, _ := codes.Lookup(strconv.Itoa(code))
	return invalid(code, "%s: %s", known.Title, number)
}

// senderName is a sender that is no number: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id.
var senderName = lazy.Regexp(`^[A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10}$`)

// checkSender wants a number of the account that can send text messages, or a name.
func (e *Server) checkSender(ctx context.Context, tx *store.Tx, d *draft) error {
	if err := magicRefusal(d.from, map[string]int{magicInvalid: 21212, "+15005550007": 21606, "+15005550008": 21611}); err != nil {
		return err
	}
	from := e164(d.from)
	switch {
	case d.from == "" && d.service != "":
		return e.chooseSender(ctx, tx, d)
	case d.from == "":
		return invalid(21603, "A 'From' phone number is required")
	case from == magicValid, from == "" && len(d.from) <= 11 && senderName().MatchString(d.from):
		return nil
	case from == "":
		return invalid(21212, "Invalid From Number: %s", d.from)
	}
	d.from = from
	n, err := e.owned(ctx, tx, from)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err != nil || n.AccountSid != d.account.Sid || !n.Capabilities.SMS {
		return invalid(21606, "The 'From' phone number %s is not a valid, message-capable phone number of this account", from)
	}
	return nil
}

// chooseSender takes the account's oldest number that can: services and their pools of senders are not kept here.
func (e *Server) chooseSender(ctx context.Context, tx *store.Tx, d *draft) error {
	numbers, err := numbersIn(tx).List(ctx, store.Query{Scope: d.account.Sid})
	if err != nil {
		return err
	}
	for _, row := range numbers {
		if row.Value.Capabilities.SMS {
			d.from = row.Value.PhoneNumber
			return nil
		}
	}
	return invalid(21704, "The Messaging Service %s contains no phone numbers", d.service)
}

// owned is the number itself, whoever owns it.
func (e *Server) owned(ctx context.Context, on store.Handle, e164 string) (number, error) {
	by, err := e.owner(ctx, on, e164)
	if err != nil {
		return number{}, err
	}
	return numbersIn(on).Get(ctx, by.AccountSid, by.Sid)
}
