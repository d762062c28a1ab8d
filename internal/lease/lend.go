package lease

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// Request asks for a number.
type Request struct {
	Number  Number
	Want    Settings
	Command string
	Steal   bool // take it from a serve that runs
	Detach  bool // clear the TwiML application or trunk that would win over a VoiceUrl
	Keep    bool // leave it pointed at the end: the loan becomes history then
}

// Lent is a number on loan, until [Lent.Return]. It is for one goroutine.
type Lent struct {
	keeper *Keeper
	entry  Entry
	keep   bool
}

// Entry is the loan as the journal has it.
func (l *Lent) Entry() Entry { return l.entry }

// Lend points a number: read, write the journal, change, read back. A number that a running process holds is
// refused, unless Steal; then what was there before that loan is what this one gives back.
func (k *Keeper) Lend(ctx context.Context, r Request) (*Lent, error) {
	owner, err := k.own()
	if err != nil {
		return nil, err
	}
	over, err := k.turn(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	defer over()
	now, err := k.account.Settings(ctx, r.Number.Sid)
	if err != nil {
		return nil, err
	}
	if r.Want, err = detached(r.Number, now, r.Want, r.Detach); err != nil {
		return nil, err
	}
	entry := k.fresh(Loan, r.Number, r.Command)
	entry.Owner = owner
	entry.Before, entry.After = now.of(r.Want), r.Want.seal()
	err = k.db.Update(ctx, func(tx *store.Tx) error {
		return k.record(ctx, tx, &entry, now, r.Steal)
	})
	if err != nil {
		return nil, err
	}
	lent := &Lent{keeper: k, entry: entry, keep: r.Keep}
	return lent, lent.point(ctx, r.Want)
}

// Plan is what Lend or Change would set, without doing it; it fails where they would refuse.
func (k *Keeper) Plan(ctx context.Context, r Request) (Settings, error) {
	now, err := k.account.Settings(ctx, r.Number.Sid)
	if err != nil {
		return nil, err
	}
	return detached(r.Number, now, r.Want, r.Detach)
}

// record writes a new entry, and ends the loans that stand in its way.
func (k *Keeper) record(ctx context.Context, tx *store.Tx, entry *Entry, now Settings, steal bool) error {
	loans, err := k.entries(ctx, tx, openLoan(entry.NumberSid))
	if err != nil {
		return err
	}
	for _, loan := range loans {
		if entry.Kind == History && !shares(entry.After, loan.After) {
			continue // a new name does not take the URL from whoever has it on loan
		}
		if !steal && k.alive(loan.Owner) {
			return held(loan)
		}
		if loan.ours(now) {
			// What stands there is that loan's own; the original is what the loan found.
			entry.Earlier = append(entry.Earlier, append(loan.Earlier, loan.After)...)
			entry.After = now.of(loan.After).seal().with(entry.After)
			entry.Before = entry.Before.with(loan.Before)
		}
		loan.Outcome, loan.Closed, loan.Note = TakenOver, entry.At, entry.Who()
		if err := journal(tx).Put(ctx, k.account.Key(), loan.ID, loan); err != nil {
			return err
		}
	}
	return journal(tx).Insert(ctx, k.account.Key(), entry.ID, *entry)
}

// shares reports whether two changes touch a setting in common.
func shares(a, b Settings) bool {
	for name := range a {
		if _, both := b[name]; both {
			return true
		}
	}
	return false
}

func held(loan Entry) error {
	return fault.With(fmt.Errorf("%s is on loan to %s", loan.Number, loan.Who()), fault.Failed,
		"end that serve, or take the number from it with --steal")
}

// point makes the change that the journal holds already, and looks whether it came about.
func (l *Lent) point(ctx context.Context, want Settings) error {
	k := l.keeper
	if err := k.account.Set(ctx, l.entry.NumberSid, want); err != nil {
		return errors.Join(err, l.undoRefused(ctx))
	}
	now, err := k.account.Settings(ctx, l.entry.NumberSid)
	if err != nil {
		return fmt.Errorf("read %s back: %w", l.entry.Number, err)
	}
	if !now.has(want) {
		return fmt.Errorf("point %s: it has %s right after it was set to %s: somebody else is changing it", l.entry.Number, now.of(want), want)
	}
	return nil
}

// undoRefused closes the entry of a change that was refused. An answer that got lost may hide a change that was made,
// so the number itself is asked; while it cannot be, the entry stays open for the next run.
func (l *Lent) undoRefused(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	now, err := l.keeper.account.Settings(ctx, l.entry.NumberSid)
	if err != nil || l.entry.ours(now) {
		return nil
	}
	l.entry, err = l.keeper.close(ctx, l.entry, Void, "refused")
	return err
}

// Repoint changes where a lent number points, for a tunnel whose URL has changed. What it gives back stays what it was.
// A number that somebody else has changed meanwhile is left alone, and that is an error.
func (l *Lent) Repoint(ctx context.Context, want Settings) error {
	k := l.keeper
	over, err := k.turn(ctx, l.entry.number())
	if err != nil {
		return err
	}
	defer over()
	now, err := k.account.Settings(ctx, l.entry.NumberSid)
	if err != nil {
		return err
	}
	if !l.entry.ours(now) {
		return taken(l.entry, now)
	}
	changed := l.entry
	changed.Earlier = append(slices.Clone(changed.Earlier), changed.After)
	changed.Before = now.of(want).with(l.entry.Before)
	changed.After = l.entry.After.with(want.seal())
	err = k.db.Update(ctx, func(tx *store.Tx) error {
		entry, err := journal(tx).Get(ctx, k.account.Key(), changed.ID)
		if err == nil && !entry.Open() {
			return gone(entry) // it was taken over while the number was read
		}
		return errors.Join(err, journal(tx).Put(ctx, k.account.Key(), changed.ID, changed))
	})
	if err != nil {
		return err
	}
	l.entry = changed
	return l.point(ctx, want)
}

func gone(e Entry) error {
	return fault.With(fmt.Errorf("%s is not on loan any more: %s", e.Number, e.Note), fault.Failed, "twvoice webhook show "+e.Number)
}

func taken(e Entry, now Settings) error {
	return fault.With(fmt.Errorf("%s has changed meanwhile: it has %s now, and is left alone", e.Number, now.of(e.After)), fault.Failed,
		"twvoice webhook show "+e.Number)
}
