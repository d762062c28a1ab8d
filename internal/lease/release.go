package lease

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// NotRestoredError is the error for a number that still has the settings of an entry.
type NotRestoredError struct {
	Entry Entry
	Err   error
}

func (e *NotRestoredError) Error() string {
	return fmt.Sprintf("%s still points at %s: %v", e.Entry.Number, e.Entry.Target(), e.Err)
}

func (e *NotRestoredError) Unwrap() error { return e.Err }

// Release restores each journaled setting that still has the value that was set, and no other. The entry's outcome tells
// what it found. After an error the lease stays open, and the next run restores it. If the number still points here, the
// error is a [NotRestoredError].
func (l *Lease) Release(ctx context.Context) (Entry, error) {
	k := l.keeper
	over, err := k.lockNumber(ctx, l.entry.number())
	if _, busy := errors.AsType[*busyError](err); busy || err != nil && ctx.Err() != nil {
		return l.entry, &NotRestoredError{l.entry, err}
	}
	if err == nil {
		defer over()
	} // restore even if the lock cannot be taken, for example on a full disk
	if entry, err := k.find(ctx, l.entry.ID); err == nil {
		l.entry = entry
	}
	if !l.entry.Open() {
		return l.entry, nil // another process took it over and restores the original settings
	}
	if l.keep {
		return l.endKept(ctx)
	}
	l.entry, err = k.restore(ctx, l.entry)
	return l.entry, err
}

// endKept turns the loan into history: the number stays pointed and can be restored later.
func (l *Lease) endKept(ctx context.Context) (Entry, error) {
	k := l.keeper
	kept := l.entry
	kept.ID += "-kept"
	kept.Kind, kept.Owner = History, ""
	ended := l.entry
	ended.Outcome, ended.Closed = Kept, k.options.Now()
	err := k.db.Update(ctx, func(tx *store.Tx) error {
		if err := journal(tx).Insert(ctx, k.account.Key(), kept.ID, kept); err != nil {
			return err
		}
		return k.file(ctx, tx, ended)
	})
	if err != nil {
		return l.entry, &NotRestoredError{l.entry, err}
	}
	l.entry = ended
	return l.entry, nil
}

// restore sets the original settings again where the number still has what the entry set.
func (k *Keeper) restore(ctx context.Context, e Entry) (Entry, error) {
	done, err := k.settle(ctx, e, e.Before)
	if origin, refused := fault.OriginOf(err); refused && origin.Status == http.StatusNotFound {
		return k.close(ctx, e, Gone, "")
	}
	switch {
	case err != nil:
		return e, &NotRestoredError{e, err}
	case len(done.set) > 0 && len(done.changed) > 0:
		return k.close(ctx, e, Restored, done.set.String()+"; not restored, because someone else changed it: "+done.changed.String())
	case len(done.set) > 0:
		return k.close(ctx, e, Restored, e.Before.String())
	case len(done.changed) == 0:
		return k.close(ctx, e, Already, "") // after a crash between journal and change, or if someone restored it by hand
	case e.Kind == Loan:
		return k.leave(ctx, e, done.changed)
	}
	return k.close(ctx, e, Left, done.changed.String())
}

// leave ends a loan whose number someone else changed. If that was a twvoice with its own journal, that one will restore
// our URL, because it does not know the original settings. The loan then stays open as displaced, and is restored when
// the number has our URL again.
func (k *Keeper) leave(ctx context.Context, e Entry, changed Settings) (Entry, error) {
	if e.Outcome == Displaced {
		if k.options.Now().Sub(e.Closed) > kept {
			return k.close(ctx, e, Left, changed.String())
		}
		return e, nil
	}
	if !k.anotherHas(ctx, changed) {
		return k.close(ctx, e, Left, changed.String())
	}
	e.Outcome, e.Note, e.Closed = Displaced, changed.String(), k.options.Now()
	return e, unwritten(e, journal(k.db).Put(ctx, k.account.Key(), e.ID, e))
}

// close records how an entry ended. The number is changed by then, or needs no change, so an error is about the journal
// only.
func (k *Keeper) close(ctx context.Context, e Entry, outcome Outcome, note string) (Entry, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), journalWait)
	defer cancel()
	e.Outcome, e.Note, e.Closed = outcome, note, k.options.Now()
	return e, unwritten(e, k.db.Update(ctx, func(tx *store.Tx) error { return k.file(ctx, tx, e) }))
}

// journalWait is how long writing the journal may take after the time limit for the number has passed.
const journalWait = 3 * time.Second

// unwritten returns the error for a journal that could not be written after the number was changed.
func unwritten(e Entry, err error) error {
	if err == nil {
		return nil
	}
	became := map[Outcome]string{
		Restored: "was restored", Already: "already had its previous settings", Left: "was changed by someone else and not restored",
		Gone: "no longer belongs to the account", Displaced: "is in use by a serve on another machine", Void: "was not changed",
	}
	return fault.Insist(fmt.Errorf("%s %s, but the journal could not be written: %w", e.Number, became[e.Outcome], err), fault.Failed,
		"free some disk space; the next twvoice serve checks "+e.Number+" again")
}
