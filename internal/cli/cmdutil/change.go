package cmdutil

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Change changes a number permanently. It writes the journal first and shows how to undo the change. It returns the
// number after the change. If the number has the settings already, it changes neither number nor journal, so that a
// repeated command leaves one entry to undo.
func (f *Factory) Change(ctx context.Context, a *account.Account, n twilioapi.Number, r lease.Request) (twilioapi.Number, error) {
	keeper, err := a.Leases()
	if err != nil {
		return n, err
	}
	r.Number = account.Named(n)
	loan, lent, err := loanOf(ctx, keeper, n.SID)
	if err != nil {
		return n, err
	}
	if !lent && hasSettings(n, r.Want) {
		f.Env.Notef("%s%s already has these settings: nothing was changed", a.Prefix(), n.PhoneNumber)
		return n, nil
	}
	work, done := f.changing(ctx, n.PhoneNumber, "undo: twvoice webhook restore ")
	defer done()
	entry, err := keeper.Change(work, r)
	err = Unfinished(ctx, err)
	if _, open := errors.AsType[*lease.NotRestoredError](err); open {
		return n, fault.Insist(err, fault.Failed, "undo the changes: twvoice webhook restore "+n.PhoneNumber+f.AccountFlags())
	}
	if err != nil {
		return n, err
	}
	if lent {
		f.Env.Notef("it was in use by %s, which no longer controls it", loan.Who())
	}
	f.Env.Notef("%s%s had %s", a.Prefix(), n.PhoneNumber, Words(Settings(entry.Before)))
	f.Env.Notef("undo: twvoice webhook restore %s%s", n.PhoneNumber, f.AccountFlags())
	return a.API.Numbers.Get(work, n.SID)
}

// Restore undoes the latest change of a number, as [lease.Keeper.Restore] does.
func (f *Factory) Restore(ctx context.Context, keeper *lease.Keeper, n lease.Number) (lease.Entry, error) {
	work, done := f.changing(ctx, n.Phone, "check with twvoice webhook show ")
	defer done()
	entry, err := keeper.Restore(work, n)
	return entry, Unfinished(ctx, err)
}

// changing makes the first Ctrl-C wait for the result of a change, and the second one report that the result is unknown.
// The hint is a command for the number.
func (f *Factory) changing(ctx context.Context, phone, hint string) (context.Context, func()) {
	var known atomic.Bool
	f.LastWord(func() error {
		if known.Load() {
			return nil
		}
		return fault.Insist(fmt.Errorf("whether %s was changed is unknown", phone), fault.Interrupted, hint+phone+f.AccountFlags())
	})
	ctx, done := f.Committed(ctx, "the change of "+phone)
	return ctx, func() {
		known.Store(true)
		done()
	}
}

func loanOf(ctx context.Context, keeper *lease.Keeper, sid string) (lease.Entry, bool, error) {
	open, err := keeper.Journal(ctx)
	for _, entry := range open {
		if entry.Kind == lease.Loan && entry.NumberSid == sid {
			return entry, true, nil
		}
	}
	return lease.Entry{}, false, err
}

// hasSettings reports whether a number has all wanted settings, and whether a VoiceUrl among them takes effect.
func hasSettings(n twilioapi.Number, want lease.Settings) bool {
	has := account.Settings(n)
	for name, value := range want {
		if has[name] != value {
			return false
		}
	}
	return want["VoiceUrl"] == "" || n.TrunkSid == "" && n.VoiceApplicationSid == ""
}
