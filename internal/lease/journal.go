package lease

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// The journal is two collections of the store: open entries, which commands read, and closed entries, which are stored
// for a while to show what happened to a number.
const (
	Collection = "journal"
	ended      = "journal-ended"
)

// Limits for closed entries: how long they are stored, and how many per account. Open entries are stored until they are
// closed.
const (
	kept    = 90 * 24 * time.Hour
	maxKept = 1000
)

// journal returns the collection of open entries, on the database or in a transaction.
func journal(on store.Handle) store.Collection[Entry] { return store.In[Entry](on, Collection) }

func history(on store.Handle) store.Collection[Entry] { return store.In[Entry](on, ended) }

// entries returns the open entries of this account that pick selects, oldest first.
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

// find returns an entry, open or closed.
func (k *Keeper) find(ctx context.Context, id string) (Entry, error) {
	entry, err := journal(k.db).Get(ctx, k.account.Key(), id)
	if errors.Is(err, store.ErrNotFound) {
		return history(k.db).Get(ctx, k.account.Key(), id)
	}
	return entry, err
}

// file moves an entry to the closed ones.
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

// prune deletes old closed entries. It also moves closed entries that versions before 0.1.0 left among the open ones.
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
