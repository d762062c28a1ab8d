package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
)

// Claim reserves something of a state folder for this process, by a file that is locked as long as it lives, and makes the folder
// where it is missing. taken says that another process has it.
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
	_ = os.Remove(announced(dir, name)) // of a process that was killed; where it cannot be removed, it cannot be written either
	return lock.Unlock, false, nil
}

// Announce tells other processes where the one is found that has claimed something of a state folder.
func Announce(dir, name, address string) error {
	if err := os.WriteFile(announced(dir, name), []byte(address+"\n"), 0o600); err != nil {
		return fault.With(fmt.Errorf("store the address of %s: %w", name, err), fault.Failed, "set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	return nil
}

// Claimed returns where the process is found that has claimed something of a state folder, and whether one has and lives. Those
// who look do not take each other for the one: their locks are shared. The address is empty until it is announced.
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
