package lease

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// ErrTaken means that a number no longer belongs to this loan. Retrying does not help.
var ErrTaken = errors.New("the number was taken")

// takenError is an [ErrTaken] that names who took the number.
type takenError struct{ error }

func (*takenError) Is(target error) bool { return target == ErrTaken }
func (t *takenError) Unwrap() error      { return t.error }

// Repoint changes where a leased number points, after the tunnel's URL has changed. Release still restores the original
// settings. A setting that someone else changed in the meantime is not touched; if that is the URL, the error is
// [ErrTaken].
func (l *Lease) Repoint(ctx context.Context, want Settings) error {
	k := l.keeper
	over, err := k.lockNumber(ctx, l.entry.number())
	if err != nil {
		return err
	}
	defer over()
	now := Settings{}
	err = k.persist(ctx, func(ctx context.Context) (err error) {
		now, err = k.account.Settings(ctx, l.entry.NumberSid)
		return err
	})
	if err != nil {
		return err
	}
	todo, changed := l.entry.compare(now, want)
	if len(todo) == 0 && len(changed) > 0 {
		return takenBy(l.entry, now)
	}
	ours := maps.Clone(want)
	maps.DeleteFunc(ours, func(name, _ string) bool { _, theirs := changed[name]; return theirs })
	next := l.entry
	if !next.After.has(ours) {
		next.Earlier = append(slices.Clone(next.Earlier), next.After)
	}
	next.Before = now.of(ours).with(l.entry.Before)
	next.After = l.entry.After.with(ours.seal())
	err = k.db.Update(ctx, func(tx *store.Tx) error {
		entry, err := journal(tx).Get(ctx, k.account.Key(), next.ID)
		if errors.Is(err, store.ErrNotFound) {
			return goneError(next) // taken over while the number was read
		}
		if err == nil && entry.Owner != next.Owner {
			return goneError(entry)
		}
		return errors.Join(err, journal(tx).Put(ctx, k.account.Key(), next.ID, next))
	})
	if err != nil {
		return err
	}
	l.entry = next
	return l.point(ctx, ours)
}

func goneError(e Entry) error {
	return fault.With(&takenError{fmt.Errorf("%s is no longer leased: another process took it over", e.Number)}, fault.Failed, "twvoice webhook show "+e.Number)
}

func takenBy(e Entry, now Settings) error {
	return fault.With(&takenError{changed(e.Number, now.of(e.After).String())}, fault.Failed,
		"twvoice webhook show "+e.Number)
}
