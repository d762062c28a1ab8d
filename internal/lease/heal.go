package lease

import (
	"context"
)

// Heal restores every number of this account whose process has died. It continues after a failure. It returns the closed
// entries, and the errors of the others. It takes no longer than the limit for one number.
func (k *Keeper) Heal(ctx context.Context) ([]Entry, []error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	loans, err := k.entries(ctx, k.db, func(e Entry) bool { return e.Kind == Loan && e.Open() })
	if err != nil {
		return nil, []error{err}
	}
	var healed []Entry
	var failed []error
	for _, loan := range loans {
		entry, ok, err := k.healLocked(ctx, loan)
		if err != nil {
			failed = append(failed, err)
		}
		if ok {
			healed = append(healed, entry)
		}
	}
	return healed, failed
}

func (k *Keeper) healLocked(ctx context.Context, loan Entry) (Entry, bool, error) {
	if k.alive(loan.Owner) {
		return Entry{}, false, nil
	}
	over, err := k.lockNumber(ctx, loan.number())
	if err != nil {
		return Entry{}, false, &NotRestoredError{loan, err}
	}
	defer over()
	return k.heal(ctx, loan)
}

// heal restores one loan while it holds the dead owner's lock, so that no other process restores it too. It returns
// false if nothing changed: a displaced loan can stay displaced.
func (k *Keeper) heal(ctx context.Context, loan Entry) (entry Entry, ok bool, err error) {
	lock, ok := k.lockDead(loan.Owner)
	if !ok {
		return loan, false, nil
	}
	defer release(lock)
	current, err := k.find(ctx, loan.ID)
	if err != nil || !current.Open() { // another process restored it first
		return current, false, err
	}
	entry, err = k.restore(ctx, current)
	return entry, entry.Outcome != current.Outcome, err
}
