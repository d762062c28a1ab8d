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

// lock keeps every other process from changing the user's files until it is undone: each of them is read, edited and replaced
// as a whole, so that of two logins at once one profile would be lost.
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
	return func() { _ = lock.Unlock() }, nil // a lock ends with its process at the latest
}
