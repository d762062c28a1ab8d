package config

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
)

// lock prevents other processes from changing the user's files. Each file is read, edited and replaced as a whole, so
// that without the lock, concurrent logins could lose a profile.
func (c *Config) lock(ctx context.Context) (unlock func(), err error) {
	err = os.MkdirAll(c.from.Folder, 0o700)
	lock := flock.New(filepath.Join(c.from.Folder, "config.lock"), flock.SetPermissions(0o600))
	if err == nil {
		_, err = lock.TryLockContext(ctx, 5*time.Millisecond)
	}
	if err != nil {
		return nil, fault.With(fmt.Errorf("change the configuration in %s: %w", c.from.Folder, err), fault.Failed,
			"set TWVOICE_CONFIG_DIR to a folder that you can write to")
	}
	return func() { _ = lock.Unlock() }, nil // the lock ends with the process at the latest
}
