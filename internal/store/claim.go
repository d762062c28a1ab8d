package store

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
)

// Claim reserves something of a state folder for this process, by a file that is locked as long as it lives, and makes the folder
// where it is missing. taken says that another process has it.
func Claim(dir, name string) (release func() error, taken bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, fault.With(fmt.Errorf("make the state folder: %w", err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	lock := flock.New(filepath.Join(dir, name+".lock"), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, false, fault.With(fmt.Errorf("lock %s: %w", lock.Path(), err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	if !got {
		return nil, true, nil
	}
	return lock.Unlock, false, nil
}
