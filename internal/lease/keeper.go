package lease

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Collection is the journal's name in the store.
const Collection = "journal"

// Keeper lends the numbers of one account. Make one with [New]; it is safe for concurrent use.
type Keeper struct {
	db      *store.DB
	account Account
	options Options

	mu   sync.Mutex
	lock *flock.Flock // this process's, from its first loan on
	name string       // of the lock
}

// Options are what a [Keeper] needs of the outside world.
type Options struct {
	Locks  string // folder of the lock files; it must be on a local disk
	By     string // user@host
	Now    func() time.Time
	Random io.Reader
}

// New prepares a keeper and touches nothing.
func New(db *store.DB, account Account, o Options) *Keeper {
	return &Keeper{db: db, account: account, options: o}
}

// Close gives this process's lock up. Loans that are still open are healed by the next run.
func (k *Keeper) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lock == nil {
		return nil
	}
	err := release(k.lock)
	k.lock = nil
	return err
}

// own takes this process's lock, once.
func (k *Keeper) own() (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lock != nil {
		return k.name, nil
	}
	if err := os.MkdirAll(k.options.Locks, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of locks: %w", err)
	}
	name := webhook.NewSID("owner-", k.options.Random)
	lock := flock.New(k.path(name), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return "", fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	if !locked {
		return "", fmt.Errorf("lock %s: somebody else holds it", lock.Path())
	}
	k.lock, k.name = lock, name
	return name, nil
}

func (k *Keeper) path(owner string) string {
	return filepath.Join(k.options.Locks, filepath.Base(owner)+".lock")
}

// seize takes the lock of a process that is gone; ok is false while it lives.
// A file that is missing means the process ended in good order.
func (k *Keeper) seize(owner string) (lock *flock.Flock, ok bool) {
	k.mu.Lock()
	mine := k.lock != nil && owner == k.name
	k.mu.Unlock()
	if mine {
		return nil, false
	}
	if err := os.MkdirAll(k.options.Locks, 0o700); err != nil {
		return nil, false // whoever cannot lock cannot know
	}
	lock = flock.New(k.path(owner), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	return lock, err == nil && locked
}

// alive reports whether the owner of an entry still runs.
func (k *Keeper) alive(owner string) bool {
	if _, err := os.Stat(k.path(owner)); errors.Is(err, os.ErrNotExist) {
		return false // it ended in good order
	}
	lock, ok := k.seize(owner)
	if ok {
		_ = lock.Unlock() // the file stays: whoever heals its loans removes it
	}
	return !ok
}

// release gives a lock up for good. Where the system lets it, the file goes while the lock is still held, so that nobody can
// lock it in between; Windows removes no open file, and gets a second try.
func release(lock *flock.Flock) error {
	_ = os.Remove(lock.Path())
	err := lock.Unlock()
	if remove := os.Remove(lock.Path()); remove != nil && !errors.Is(remove, os.ErrNotExist) {
		err = errors.Join(err, remove)
	}
	return err
}

// journal is the collection of entries, on the database or within a transaction.
func journal(on store.Handle) store.Collection[Entry] { return store.In[Entry](on, Collection) }

// entries are those of this account, oldest first, that a condition picks.
func (k *Keeper) entries(ctx context.Context, on store.Handle, pick func(Entry) bool) ([]Entry, error) {
	rows, err := journal(on).List(ctx, store.Query{Scope: k.account.Key()})
	if err != nil {
		return nil, err
	}
	var picked []Entry
	for _, row := range rows {
		if pick(row.Value) {
			picked = append(picked, row.Value)
		}
	}
	return picked, nil
}

func openLoan(numberSid string) func(Entry) bool {
	return func(e Entry) bool { return e.Kind == Loan && e.Open() && e.NumberSid == numberSid }
}

// Holder is the loan that a running process has on a number.
func (k *Keeper) Holder(ctx context.Context, numberSid string) (Entry, bool, error) {
	loans, err := k.entries(ctx, k.db, openLoan(numberSid))
	if err != nil {
		return Entry{}, false, err
	}
	for _, loan := range loans {
		if k.alive(loan.Owner) {
			return loan, true, nil
		}
	}
	return Entry{}, false, nil
}

// Ours reports whether a number points where an entry of the journal has pointed it: what serve --keep or webhook set left
// may be pointed anew without being somebody else's.
func (k *Keeper) Ours(ctx context.Context, numberSid string) (bool, error) {
	open, err := k.entries(ctx, k.db, func(e Entry) bool {
		return e.Open() && e.Kind == History && e.NumberSid == numberSid && e.Command == "serve"
	})
	if err != nil || len(open) == 0 {
		return false, err
	}
	now, err := k.account.Settings(ctx, numberSid)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(open, func(e Entry) bool { return e.ours(now) }), nil
}

// Journal is every entry of the account that is still open, oldest first.
func (k *Keeper) Journal(ctx context.Context) ([]Entry, error) {
	return k.entries(ctx, k.db, Entry.Open)
}

// close writes down how an entry ended.
func (k *Keeper) close(ctx context.Context, e Entry, outcome Outcome, note string) (Entry, error) {
	e.Outcome, e.Note, e.Closed = outcome, note, k.options.Now()
	return e, journal(k.db).Put(ctx, k.account.Key(), e.ID, e)
}

// fresh is a new entry of this process.
func (k *Keeper) fresh(kind Kind, n Number, command string) Entry {
	return Entry{
		ID: webhook.NewSID("entry-", k.options.Random), Kind: kind, NumberSid: n.Sid, Number: n.Phone,
		By: k.options.By, PID: os.Getpid(), Command: command, At: k.options.Now().UTC(),
	}
}
