package lease

import (
	"context"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Keeper leases the numbers of one account. Make one with [New]; it is safe for concurrent use.
type Keeper struct {
	db      *store.DB
	account Account
	options Options

	mu    sync.Mutex
	lock  *flock.Flock       // this process's, from its first lease on
	name  string             // of the lock
	asked map[string]Another // by host

	tidied bool // this process has tidied the state folder
}

// Options configure a [Keeper].
type Options struct {
	Locks  string // folder of the lock files; it must be on a local disk
	By     string // user@host
	Now    func() time.Time
	Random io.Reader

	// Temporary reports whether the account's error may be gone a moment later; nil means no error is.
	Temporary func(error) bool
	// Another probes the host of a URL briefly and reports whether a twvoice answers there; nil means none does.
	Another func(ctx context.Context, url string) Another
	// Tunnel reports whether a host belongs to a tunnel service; nil means none does.
	Tunnel func(host string) bool
}

// New returns a keeper. It does not access the database or the account.
func New(db *store.DB, account Account, o Options) *Keeper {
	return &Keeper{db: db, account: account, options: o}
}

// Close releases this process's lock. The next run restores loans that are still open.
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

func openLoan(numberSid string) func(Entry) bool {
	return func(e Entry) bool { return e.Kind == Loan && e.Open() && e.NumberSid == numberSid }
}

// Holder returns the loan that a running process has on a number. A process that restores a loan holds the dead owner's
// lock in the meantime. An owner that looks alive is therefore checked again while no other process changes the number.
func (k *Keeper) Holder(ctx context.Context, numberSid string) (Entry, bool, error) {
	loans, err := k.entries(ctx, k.db, openLoan(numberSid))
	if err != nil {
		return Entry{}, false, err
	}
	for _, loan := range loans {
		if !k.alive(loan.Owner) {
			continue
		}
		if over, err := k.lockNumber(ctx, loan.number()); err == nil {
			living := k.alive(loan.Owner)
			over()
			if !living {
				continue
			}
		}
		return loan, true, nil
	}
	return Entry{}, false, nil
}

// Ours reports whether a number points where an entry of the journal pointed it. The target left by serve --keep or
// webhook set can be changed without counting as someone else's.
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

// Journal returns every open entry of the account, oldest first.
func (k *Keeper) Journal(ctx context.Context) ([]Entry, error) {
	return k.entries(ctx, k.db, Entry.Open)
}

// newEntry returns a new entry of this process.
func (k *Keeper) newEntry(kind Kind, n Number, command string) Entry {
	return Entry{
		ID: webhook.NewSID("entry-", k.options.Random), Kind: kind, NumberSid: n.Sid, Number: n.Phone,
		By: k.options.By, PID: os.Getpid(), Command: command, At: k.options.Now().UTC(),
	}
}
