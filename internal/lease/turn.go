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

// turnWait is how long a change waits for another process that is changing the same number. It is longer than that
// process retries.
const turnWait = patience + 2*time.Second

// busyError means that another process was changing the number during the whole wait.
type busyError struct{ error }

func (b *busyError) Unwrap() error { return b.error }

// lockNumber waits until no other process changes the number, and returns the function that ends this process's turn. Reading
// the number, writing the journal and setting the number are then one step for all processes with this journal. Without
// it, the journal could record concurrent changes in the wrong order.
//
// The lock file stays. If it were removed, two processes could hold locks on two files of the same name.
func (k *Keeper) lockNumber(ctx context.Context, n Number) (over func(), err error) {
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
	return func() { _ = lock.Unlock() }, nil // the lock ends with the process at the latest
}
