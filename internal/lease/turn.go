package lease

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
)

// turnWait is how long a change waits for another process that is changing the same number: longer than that one tries.
const turnWait = patience + 2*time.Second

// busyError says that another process had its turn for as long as we would wait.
type busyError struct{ error }

func (b *busyError) Unwrap() error { return b.error }

// turn is this process's turn to change a number, until it is over: what is read of the number, written into the journal and
// set are one step for all who share the journal. Of two changes at once the journal would else hold the wrong one as the last.
//
// The file of the lock stays. To remove it would let two processes hold the lock of two files of the same name.
func (k *Keeper) turn(ctx context.Context, n Number) (over func(), err error) {
	if err := os.MkdirAll(k.options.Locks, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of locks: %w", err)
	}
	lock := flock.New(filepath.Join(k.options.Locks, "number-"+filepath.Base(n.Sid)+".lock"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, turnWait)
	defer cancel()
	_, err = lock.TryLockContext(waiting, 5*time.Millisecond)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, &busyError{fault.With(fmt.Errorf("another twvoice is changing %s at this moment, and has been for %s", n.Phone, turnWait), fault.Failed,
			"try again when it has ended")}
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	return func() { _ = lock.Unlock() }, nil // it ends with the process at the latest
}
