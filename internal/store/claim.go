package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
)

// Claim reserves a name in a state folder for this process, with a file that is locked for the life of the process. It
// creates the folder if necessary. taken means that another process has the name.
func Claim(dir, name string) (release func() error, taken bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, fault.With(fmt.Errorf("create the state folder: %w", err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	lock := flock.New(filepath.Join(dir, name+".lock"), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, false, fault.With(fmt.Errorf("lock %s: %w", lock.Path(), err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	if !got {
		return nil, true, nil
	}
	_ = os.Remove(announced(dir, name)) // of a killed process; if it cannot be removed, writing it fails too
	return lock.Unlock, false, nil
}

// Announce publishes the address of the process that has claimed a name.
func Announce(dir, name, address string) error {
	if err := os.WriteFile(announced(dir, name), []byte(address+"\n"), 0o600); err != nil {
		return fault.With(fmt.Errorf("store the address of %s: %w", name, err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	return nil
}

// Claimed returns the address of the process that has claimed a name, and whether a living process has. It takes a
// shared lock, so that two processes that check do not take each other for the owner. The address is empty until it is
// announced.
func Claimed(dir, name string) (address string, claimed bool) {
	path := filepath.Join(dir, name+".lock")
	if _, err := os.Stat(path); err != nil {
		return "", false
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	free, err := lock.TryRLock()
	if err != nil || free {
		_ = lock.Unlock()
		return "", false
	}
	written, err := os.ReadFile(announced(dir, name))
	if err != nil {
		return "", true
	}
	return strings.TrimSpace(string(written)), true
}

func announced(dir, name string) string { return filepath.Join(dir, name+".address") }
