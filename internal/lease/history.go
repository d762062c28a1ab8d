package lease

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// Change sets something permanently. It writes the journal first, so that the change can be undone. If a serve uses the
// number, its lease ends, and this entry restores the settings from before the lease.
func (k *Keeper) Change(ctx context.Context, r Request) (Entry, error) {
	over, err := k.lockNumber(ctx, r.Number)
	if err != nil {
		return Entry{}, err
	}
	defer over()
	now, err := k.account.Settings(ctx, r.Number.Sid)
	if err != nil {
		return Entry{}, err
	}
	if r.Want, err = detached(r.Number, now, r.Want, r.Detach); err != nil {
		return Entry{}, err
	}
	entry := k.newEntry(History, r.Number, r.Command)
	entry.Before, entry.After = now.of(r.Want), r.Want.seal()
	err = k.db.Update(ctx, func(tx *store.Tx) error {
		return k.record(ctx, tx, &entry, now, true)
	})
	if err != nil {
		return Entry{}, err
	}
	l := &Lease{keeper: k, entry: entry}
	if err = l.begin(ctx, r.Want); err != nil && l.entry.Open() {
		err = &NotRestoredError{l.entry, err} // the change may have been carried out
	}
	return l.entry, err
}

// Restore undoes the latest open entry of a number, one entry per call. It does not touch a loan, which belongs to its
// process.
func (k *Keeper) Restore(ctx context.Context, n Number) (Entry, error) {
	over, err := k.lockNumber(ctx, n)
	if err != nil {
		return Entry{}, err
	}
	defer over()
	open, err := k.entries(ctx, k.db, func(e Entry) bool { return e.Open() && e.NumberSid == n.Sid })
	if err != nil {
		return Entry{}, err
	}
	if len(open) == 0 {
		return Entry{}, fault.With(fmt.Errorf("%s: the journal has nothing to restore", n.Phone), fault.Failed, "twvoice webhook show "+n.Phone)
	}
	latest := open[len(open)-1]
	if latest.Kind == Loan {
		return k.restoreLoan(ctx, latest)
	}
	undone, err := k.undo(ctx, latest)
	return undone, errors.Join(err, undone.LeftAlone())
}

func (k *Keeper) restoreLoan(ctx context.Context, loan Entry) (Entry, error) {
	healed, ok, err := k.heal(ctx, loan)
	switch {
	case err != nil:
		return healed, err
	case ok:
		return healed, healed.LeftAlone()
	case loan.Outcome == Displaced:
		return loan, loan.LeftAlone()
	}
	return loan, held(loan)
}

// undo restores settings from the history. The entry stays open while a change by someone else prevents that.
func (k *Keeper) undo(ctx context.Context, e Entry) (Entry, error) {
	now := Settings{}
	err := k.persist(ctx, func(ctx context.Context) (err error) {
		now, err = k.account.Settings(ctx, e.NumberSid)
		return err
	})
	if err == nil {
		if todo, changed := e.compare(now, e.Before); len(todo) == 0 && len(changed) > 0 {
			return e, takenBy(e, now)
		}
	}
	return k.restore(ctx, e)
}
