package lease

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// Request is the input of [Keeper.Acquire].
type Request struct {
	Number  Number
	Want    Settings
	Command string
	Steal   bool // take the number from a running serve
	Detach  bool // clear a TwiML application or trunk that would take precedence over VoiceUrl
	Keep    bool // leave the number pointed on release; the loan becomes history then
}

// Lease is one number that this process uses, until [Lease.Release]. The zero value is not usable. It is for one
// goroutine.
type Lease struct {
	keeper *Keeper
	entry  Entry
	keep   bool
}

// Entry returns the lease's journal entry.
func (l *Lease) Entry() Entry { return l.entry }

// Acquire points a number: it reads the settings, writes the journal, changes the number and reads it again. It rejects
// a number that a running process uses, unless r.Steal is set; Release then restores the settings from before that
// process.
//
// A lease returned with an error must be released too, because the change may have been made.
func (k *Keeper) Acquire(ctx context.Context, r Request) (*Lease, error) {
	owner, err := k.own()
	if err != nil {
		return nil, err
	}
	k.tidy(ctx)
	over, err := k.lockNumber(ctx, r.Number)
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
	if err := k.checkUnoccupied(ctx, r, now); err != nil {
		return nil, err
	}
	entry := k.newEntry(Loan, r.Number, r.Command)
	entry.Owner = owner
	entry.Before, entry.After = now.of(r.Want), r.Want.seal()
	err = k.db.Update(ctx, func(tx *store.Tx) error {
		return k.record(ctx, tx, &entry, now, r.Steal)
	})
	if err != nil {
		return nil, err
	}
	l := &Lease{keeper: k, entry: entry, keep: r.Keep}
	return l, l.begin(ctx, r.Want)
}

// Plan returns what Acquire would set. It changes nothing and returns the errors that Acquire would.
func (k *Keeper) Plan(ctx context.Context, r Request) (Settings, error) {
	now, err := k.account.Settings(ctx, r.Number.Sid)
	if err != nil {
		return nil, err
	}
	if err := k.checkUnoccupied(ctx, r, now); err != nil {
		return nil, err
	}
	return detached(r.Number, now, r.Want, r.Detach)
}

// record writes a new entry and ends the loans that it replaces.
func (k *Keeper) record(ctx context.Context, tx *store.Tx, entry *Entry, now Settings, steal bool) error {
	loans, err := k.entries(ctx, tx, openLoan(entry.NumberSid))
	if err != nil {
		return err
	}
	for _, loan := range loans {
		if entry.Kind == History && !overlap(entry.After, loan.After) {
			continue // a new name does not take the URL from the process that uses it
		}
		if !steal && k.alive(loan.Owner) {
			return held(loan)
		}
		if loan.Outcome == Displaced && !loan.ours(now) {
			continue // another twvoice uses the number; the displaced loan can still be restored later
		}
		if loan.ours(now) {
			// The number's settings are those of that loan. The original settings are the ones the loan found.
			entry.Earlier = append(entry.Earlier, append(loan.Earlier, loan.After)...)
			entry.After = now.of(loan.After).seal().with(entry.After)
			entry.Before = entry.Before.with(loan.Before)
		}
		loan.Outcome, loan.Closed, loan.Note = TakenOver, entry.At, entry.Who()
		if err := k.file(ctx, tx, loan); err != nil {
			return err
		}
	}
	return journal(tx).Insert(ctx, k.account.Key(), entry.ID, *entry)
}

// overlap reports whether two changes have a setting in common.
func overlap(a, b Settings) bool {
	for name := range a {
		if _, both := b[name]; both {
			return true
		}
	}
	return false
}

func held(loan Entry) error {
	return fault.With(fmt.Errorf("%s is in use by %s", loan.Number, loan.Who()), fault.Failed,
		"end that serve, or take the number from it with --steal")
}

// begin points the number for the first time. After a rejected change there is nothing to restore.
func (l *Lease) begin(ctx context.Context, want Settings) error {
	if err := l.point(ctx, want); err != nil {
		return errors.Join(err, l.undoRefused(ctx))
	}
	return nil
}

// point makes the change that is in the journal and checks that the number has it.
func (l *Lease) point(ctx context.Context, want Settings) error {
	k := l.keeper
	pointing := l.entry
	pointing.Earlier = append(slices.Clone(pointing.Earlier), l.entry.Before) // expected on the number, and to be changed
	done, err := k.settle(ctx, pointing, want)
	if err != nil {
		return err
	}
	now := Settings{}
	err = k.persist(ctx, func(ctx context.Context) (err error) {
		now, err = k.account.Settings(ctx, l.entry.NumberSid)
		return err
	})
	if err != nil {
		return fmt.Errorf("read %s back: %w", l.entry.Number, err)
	}
	if len(done.changed) > 0 || !now.has(want) {
		return fmt.Errorf("point %s: it has %s immediately after it was set to %s: someone else is changing it", l.entry.Number, now.of(want), want)
	}
	return nil
}

// undoRefused closes the entry of a rejected change. A lost answer can hide a successful change, so it reads the number
// again. If that fails, the entry stays open and is restored later.
func (l *Lease) undoRefused(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), journalWait)
	defer cancel()
	now, err := l.keeper.account.Settings(ctx, l.entry.NumberSid)
	if err != nil || l.entry.ours(now) {
		return nil
	}
	l.entry, err = l.keeper.close(ctx, l.entry, Void, "refused")
	return err
}

// tidy deletes old files, so that the state folder does not grow for years. Its failure does not prevent a lease.
func (k *Keeper) tidy(ctx context.Context) {
	k.mu.Lock()
	tidied := k.tidied
	k.tidied = true
	k.mu.Unlock()
	if !tidied {
		k.removeStrayLocks()
		_ = k.prune(ctx)
	}
}
