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

	tidied bool // the state folder, by this process
}

// Options are what a [Keeper] needs of the outside world.
type Options struct {
	Locks  string // folder of the lock files; it must be on a local disk
	By     string // user@host
	Now    func() time.Time
	Random io.Reader

	// Temporary reports whether an error of the account may be gone a moment later; nil: none is.
	Temporary func(error) bool
	// Another asks the host of a URL, once and briefly, whether a twvoice answers there; nil: there is no other.
	Another func(ctx context.Context, url string) Another
	// Tunnel reports whether a host is one of a tunnel's; nil: none is.
	Tunnel func(host string) bool
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

func openLoan(numberSid string) func(Entry) bool {
	return func(e Entry) bool { return e.Kind == Loan && e.Open() && e.NumberSid == numberSid }
}

// Holder is the loan that a running process has on a number. A process that heals holds the lock of the dead owner meanwhile:
// what looks alive is looked at again in turn, when that one is done.
func (k *Keeper) Holder(ctx context.Context, numberSid string) (Entry, bool, error) {
	loans, err := k.entries(ctx, k.db, openLoan(numberSid))
	if err != nil {
		return Entry{}, false, err
	}
	for _, loan := range loans {
		if !k.alive(loan.Owner) {
			continue
		}
		if over, err := k.turn(ctx, loan.number()); err == nil {
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

// fresh is a new entry of this process.
func (k *Keeper) fresh(kind Kind, n Number, command string) Entry {
	return Entry{
		ID: webhook.NewSID("entry-", k.options.Random), Kind: kind, NumberSid: n.Sid, Number: n.Phone,
		By: k.options.By, PID: os.Getpid(), Command: command, At: k.options.Now().UTC(),
	}
}
