package lease

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// The journal is two collections of the store: what is open, which commands read, and what has ended, which is kept for a
// while for those who ask what became of a number.
const (
	Collection = "journal"
	ended      = "journal-ended"
)

// An entry that has ended is kept for so long, and so many of an account are. One that is open is kept until it ends.
const (
	kept    = 90 * 24 * time.Hour
	maxKept = 1000
)

// journal is the collection of open entries, on the database or within a transaction.
func journal(on store.Handle) store.Collection[Entry] { return store.In[Entry](on, Collection) }

func history(on store.Handle) store.Collection[Entry] { return store.In[Entry](on, ended) }

// entries are the open ones of this account, oldest first, that a condition picks.
func (k *Keeper) entries(ctx context.Context, on store.Handle, pick func(Entry) bool) ([]Entry, error) {
	rows, err := journal(on).List(ctx, store.Query{Scope: k.account.Key()})
	if err != nil {
		return nil, err
	}
	var picked []Entry
	for _, row := range rows {
		if row.Value.Open() && pick(row.Value) {
			picked = append(picked, row.Value)
		}
	}
	return picked, nil
}

// find is an entry, whether it is open or has ended.
func (k *Keeper) find(ctx context.Context, id string) (Entry, error) {
	entry, err := journal(k.db).Get(ctx, k.account.Key(), id)
	if errors.Is(err, store.ErrNotFound) {
		return history(k.db).Get(ctx, k.account.Key(), id)
	}
	return entry, err
}

// file moves an entry that has ended to the others that have.
func (k *Keeper) file(ctx context.Context, tx *store.Tx, e Entry) error {
	if err := history(tx).Put(ctx, k.account.Key(), e.ID, e); err != nil {
		return err
	}
	err := journal(tx).Delete(ctx, k.account.Key(), e.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// prune deletes what has ended long ago, and moves what versions before 0.1.0 left among the open entries.
func (k *Keeper) prune(ctx context.Context) error {
	open, err := journal(k.db).List(ctx, store.Query{Scope: k.account.Key()})
	if err != nil {
		return err
	}
	old, err := history(k.db).List(ctx, store.Query{Scope: k.account.Key(), Newest: true})
	if err != nil {
		return err
	}
	before := k.options.Now().Add(-kept)
	return k.db.Update(ctx, func(tx *store.Tx) error {
		for _, row := range open {
			if !row.Value.Open() {
				if err := k.file(ctx, tx, row.Value); err != nil {
					return err
				}
			}
		}
		for i, row := range old {
			if i < maxKept && row.Value.Closed.After(before) {
				continue
			}
			if err := history(tx).Delete(ctx, k.account.Key(), row.Key); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		return nil
	})
}
