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

// ErrTaken says that a number is not this loan's any more: to try again is of no use.
var ErrTaken = errors.New("the number was taken")

// takenError is an [ErrTaken] that says by whom.
type takenError struct{ error }

func (*takenError) Is(target error) bool { return target == ErrTaken }
func (t *takenError) Unwrap() error      { return t.error }

// Repoint changes where a leased number points, for a tunnel whose URL has changed. What Release restores stays the same.
// A setting that someone else has changed in the meantime is left alone; where that is the URL, it is an [ErrTaken].
func (l *Lease) Repoint(ctx context.Context, want Settings) error {
	k := l.keeper
	over, err := k.turn(ctx, l.entry.number())
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
		return taken(l.entry, now)
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
			return gone(next) // it was taken over while the number was read
		}
		if err == nil && entry.Owner != next.Owner {
			return gone(entry)
		}
		return errors.Join(err, journal(tx).Put(ctx, k.account.Key(), next.ID, next))
	})
	if err != nil {
		return err
	}
	l.entry = next
	return l.point(ctx, ours)
}

func gone(e Entry) error {
	return fault.With(&takenError{fmt.Errorf("%s is no longer leased: another process took it over", e.Number)}, fault.Failed, "twvoice webhook show "+e.Number)
}

func taken(e Entry, now Settings) error {
	return fault.With(&takenError{changed(e.Number, now.of(e.After).String())}, fault.Failed,
		"twvoice webhook show "+e.Number)
}
