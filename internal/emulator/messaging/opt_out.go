package messaging

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// optOut records a recipient who answered STOP to a number. Messages from that number to them fail
// with 21610 until they answer START (https://www.twilio.com/docs/api/errors/21610). Choice:
// Twilio's own confirmations are not sent.
type optOut struct {
	Recipient string `json:"recipient"`
	Number    string `json:"number"`
}

func optOuts(on store.Handle) store.Collection[optOut] {
	return store.In[optOut](on, "emulator/opt-out")
}

func (o optOut) key() string { return o.Number + " " + o.Recipient }

// updateOptOut records an opt-out or opt-in if the message is one of the keywords alone, in any
// case.
func updateOptOut(ctx context.Context, tx *store.Tx, account string, m record.Message, number string) error {
	o := optOut{Recipient: string(m.From), Number: number}
	switch word := strings.ToUpper(strings.TrimSpace(m.Body)); {
	case slices.Contains([]string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}, word):
		return optOuts(tx).Put(ctx, account, o.key(), o)
	case slices.Contains([]string{"START", "YES", "UNSTOP"}, word):
		if err := optOuts(tx).Delete(ctx, account, o.key()); !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// checkOptOut rejects a message to a recipient who opted out of messages from that number.
func checkOptOut(ctx context.Context, tx *store.Tx, d *Draft) error {
	_, err := optOuts(tx).Get(ctx, d.Account.Sid, optOut{Recipient: d.To, Number: d.From}.key())
	switch {
	case err == nil:
		return apierror.Invalid(21610, "Attempt to send to unsubscribed recipient")
	case errors.Is(err, store.ErrNotFound):
		return nil
	}
	return err
}
