package messaging

import (
	"context"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/store"
	codes "github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/e164"
)

// Draft is a message before it is checked and stored.
type Draft struct {
	Account   record.Account
	Direction string // "outbound-api" or "outbound-reply"
	From, To  string
	Service   string // MG…, which chooses the sender; "" for none
	Body      string
	Media     []string      // URLs
	Callbacks []outbox.Hook // receive status callbacks
}

// longestBody and maxMedia are Twilio's limits, in characters and files.
const (
	longestBody = 1600
	maxMedia    = 10
)

func magicError(number string, of map[string]int) error {
	code, magic := of[number]
	if !magic {
		return nil
	}
	known, _ := codes.Lookup(strconv.Itoa(code))
	return apierror.Invalid(code, "%s: %s", known.Title, number)
}

// senderName matches an alphanumeric sender ID:
// https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id.
var senderName = lazy.Regexp(`^[A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10}$`)

// Compose checks a draft and stores it as a message.
func (ms *Messenger) Compose(ctx context.Context, d Draft) (record.Message, error) {
	var m record.Message
	err := ms.DB.Update(ctx, func(tx *store.Tx) error {
		if err := ms.check(ctx, tx, &d); err != nil {
			return err
		}
		m = ms.newMessage(d)
		if err := record.Messages(tx).Insert(ctx, m.AccountSid, m.Sid, m); err != nil {
			return err
		}
		return ms.attach(ctx, tx, m, d.Media)
	})
	return m, err
}

// check rejects drafts that Twilio rejects, and fills in the sender of a messaging service. UNSURE
// of the codes that 08-errors does not have.
func (ms *Messenger) check(ctx context.Context, tx *store.Tx, d *Draft) error {
	switch to, _ := e164.ParseDialable(d.To); {
	case d.To == "":
		return apierror.Invalid(21604, "A 'To' phone number is required")
	case to == "":
		return apierror.Invalid(21211, "Invalid 'To' Phone Number: %s", d.To)
	default:
		d.To = to
	}
	if err := magicError(d.To, map[string]int{
		inventory.MagicInvalid: 21211, "+15005550002": 21612, "+15005550003": 21408, "+15005550004": 21610, "+15005550009": 21614,
	}); err != nil {
		return err
	}
	if err := ms.checkSender(ctx, tx, d); err != nil {
		return err
	}
	switch {
	case d.Body == "" && len(d.Media) == 0:
		return apierror.Invalid(21602, "Message body or media URLs are required")
	case utf8.RuneCountInString(d.Body) > longestBody:
		return apierror.Invalid(21617, "The concatenated message body exceeds the %d character limit", longestBody)
	case len(d.Media) > maxMedia:
		return apierror.Invalid(21623, "More than %d media URLs", maxMedia)
	case d.From == d.To:
		return apierror.Invalid(21266, "'To' and 'From' number cannot be the same: %s", d.To)
	}
	for _, at := range d.Media {
		if _, err := rest.ReadURL("MediaUrl", at); err != nil {
			return apierror.Invalid(21620, "Invalid media URL: %s", at)
		}
	}
	return checkOptOut(ctx, tx, d)
}

// checkSender requires a number of the account that can send text messages, or an alphanumeric
// sender ID.
func (ms *Messenger) checkSender(ctx context.Context, tx *store.Tx, d *Draft) error {
	if err := magicError(d.From, map[string]int{inventory.MagicInvalid: 21212, "+15005550007": 21606, "+15005550008": 21611}); err != nil {
		return err
	}
	from, _ := e164.ParseDialable(d.From)
	switch {
	case d.From == "" && d.Service != "":
		return ms.chooseSender(ctx, tx, d)
	case d.From == "":
		return apierror.Invalid(21603, "A 'From' phone number is required")
	case from == inventory.MagicValid, from == "" && len(d.From) <= 11 && senderName().MatchString(d.From):
		return nil
	case from == "":
		return apierror.Invalid(21212, "Invalid From Number: %s", d.From)
	}
	d.From = from
	n, err := ms.NumberByE164(ctx, tx, from)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err != nil || n.AccountSid != d.Account.Sid || !n.Capabilities.SMS {
		return apierror.Invalid(21606, "The 'From' phone number %s is not a valid, message-capable phone number of this account", from)
	}
	return nil
}

// chooseSender picks the account's oldest number that can send, because the emulator does not store
// messaging services and their sender pools.
func (ms *Messenger) chooseSender(ctx context.Context, tx *store.Tx, d *Draft) error {
	numbers, err := record.Numbers(tx).List(ctx, store.Query{Scope: d.Account.Sid})
	if err != nil {
		return err
	}
	for _, row := range numbers {
		if row.Value.Capabilities.SMS {
			d.From = row.Value.PhoneNumber
			return nil
		}
	}
	return apierror.Invalid(21704, "The Messaging Service %s contains no phone numbers", d.Service)
}
