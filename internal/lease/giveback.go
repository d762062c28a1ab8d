package lease

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// lastWords is how long a number may take to be given back once the command is over.
const lastWords = 10 * time.Second

// Return gives the number back, if it still has what was set: exactly the settings of the journal, nothing else.
// What it found is the entry's outcome. An error leaves the loan open for the next run to heal.
func (l *Lent) Return(ctx context.Context) (Entry, error) {
	k := l.keeper
	over, err := k.turn(ctx, l.entry.number())
	if err != nil {
		return l.entry, err
	}
	defer over()
	entry, err := journal(k.db).Get(ctx, k.account.Key(), l.entry.ID)
	if err != nil {
		return l.entry, err
	}
	l.entry = entry
	if !entry.Open() {
		return entry, nil // somebody took it over, and gives back what was there before
	}
	if l.keep {
		return l.keepIt(ctx)
	}
	l.entry, err = k.giveBack(ctx, entry)
	return l.entry, err
}

// keepIt turns the loan into history: the number stays pointed, and can be restored later.
func (l *Lent) keepIt(ctx context.Context) (Entry, error) {
	k := l.keeper
	kept := l.entry
	kept.ID += "-kept"
	kept.Kind, kept.Owner = History, ""
	err := k.db.Update(ctx, func(tx *store.Tx) error {
		if err := journal(tx).Insert(ctx, k.account.Key(), kept.ID, kept); err != nil {
			return err
		}
		l.entry.Outcome, l.entry.Closed = Kept, k.options.Now()
		return journal(tx).Put(ctx, k.account.Key(), l.entry.ID, l.entry)
	})
	return l.entry, err
}

// giveBack restores what an entry found, if the number still has what the entry set.
func (k *Keeper) giveBack(ctx context.Context, e Entry) (Entry, error) {
	now, err := k.account.Settings(ctx, e.NumberSid)
	if origin, refused := fault.OriginOf(err); refused && origin.Status == http.StatusNotFound {
		return k.close(ctx, e, Gone, "")
	}
	if err != nil {
		return e, fmt.Errorf("give %s back: %w", e.Number, err)
	}
	switch {
	case now.has(e.Before):
		return k.close(ctx, e, Already, "") // a crash between journal and change, or somebody restored it by hand
	case !e.ours(now):
		return k.close(ctx, e, Left, now.of(e.After).String())
	}
	if err := k.account.Set(ctx, e.NumberSid, e.Before); err != nil {
		return e, fmt.Errorf("give %s back: %w", e.Number, err)
	}
	return k.close(ctx, e, Restored, e.Before.String())
}

// Heal gives back every loan of this account whose process is gone. It goes on after a failure;
// the entries say what became of each, the error joins what could not be done.
func (k *Keeper) Heal(ctx context.Context) ([]Entry, []error) {
	loans, err := k.entries(ctx, k.db, func(e Entry) bool { return e.Kind == Loan && e.Open() })
	if err != nil {
		return nil, []error{err}
	}
	var healed []Entry
	var failed []error
	for _, loan := range loans {
		entry, ok, err := k.healInTurn(ctx, loan)
		switch {
		case err != nil:
			failed = append(failed, err)
		case ok:
			healed = append(healed, entry)
		}
	}
	return healed, failed
}

func (k *Keeper) healInTurn(ctx context.Context, loan Entry) (Entry, bool, error) {
	over, err := k.turn(ctx, loan.number())
	if err != nil {
		return Entry{}, false, err
	}
	defer over()
	return k.heal(ctx, loan)
}

// heal gives one loan back while it holds the dead owner's lock, so that no other process heals the same one.
func (k *Keeper) heal(ctx context.Context, loan Entry) (Entry, bool, error) {
	lock, ok := k.seize(loan.Owner)
	if !ok {
		return Entry{}, false, nil
	}
	defer release(lock)
	current, err := journal(k.db).Get(ctx, k.account.Key(), loan.ID)
	if err != nil || !current.Open() { // another process was faster
		return Entry{}, false, err
	}
	entry, err := k.giveBack(ctx, current)
	return entry, err == nil, err
}
