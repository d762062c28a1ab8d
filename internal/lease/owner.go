package lease

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/pkg/webhook"
)

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
		return "", fmt.Errorf("lock %s: another process holds it", lock.Path())
	}
	k.lock, k.name = lock, name
	return name, nil
}

func (k *Keeper) path(owner string) string {
	return filepath.Join(k.options.Locks, filepath.Base(owner)+".lock")
}

// alive reports whether the owner of an entry still runs. It tries a shared lock, so that two processes that check at
// the same time do not take each other for the owner.
func (k *Keeper) alive(owner string) bool {
	if k.mine(owner) {
		return true
	}
	if _, err := os.Stat(k.path(owner)); errors.Is(err, os.ErrNotExist) {
		return false // the process ended normally
	}
	lock := flock.New(k.path(owner), flock.SetPermissions(0o600))
	shared, err := lock.TryRLock()
	if err == nil && shared {
		_ = lock.Unlock() // the file stays; the process that restores the loans removes it
	}
	return err != nil || !shared // without the lock, the owner counts as alive
}

func (k *Keeper) mine(owner string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.lock != nil && owner == k.name
}

// Checks hold the lock for microseconds. Retries of a seizure last longer than that.
const (
	seizeFor   = 200 * time.Millisecond
	seizeEvery = 2 * time.Millisecond
)

// lockDead takes the lock of a dead process. It returns false if the process lives or another process has the lock. A
// missing file means that the process ended normally.
func (k *Keeper) lockDead(owner string) (lock *flock.Flock, ok bool) {
	if k.alive(owner) || os.MkdirAll(k.options.Locks, 0o700) != nil {
		return nil, false
	}
	lock = flock.New(k.path(owner), flock.SetPermissions(0o600))
	for range seizeFor / seizeEvery {
		if locked, err := lock.TryLock(); locked || err != nil {
			return lock, err == nil
		}
		time.Sleep(seizeEvery)
	}
	return nil, false
}

// release releases a lock and deletes its file. Where possible, it deletes the file first, so that no other process can
// lock it in between. Windows cannot delete an open file and gets a second attempt.
func release(lock *flock.Flock) error {
	_ = os.Remove(lock.Path())
	err := lock.Unlock()
	if remove := userfile.Remove(lock.Path()); remove != nil && !errors.Is(remove, os.ErrNotExist) {
		err = errors.Join(err, remove)
	}
	return err
}

// strayAge is the age from which a lock file counts as left behind. A live owner locks its file right after creating it.
const strayAge = 24 * time.Hour

// removeStrayLocks deletes the lock files of dead processes. A missing file and a free lock mean the same: the owner is dead.
func (k *Keeper) removeStrayLocks() {
	files, err := filepath.Glob(filepath.Join(k.options.Locks, "owner-*.lock"))
	if err != nil {
		return
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || time.Since(info.ModTime()) < strayAge {
			continue
		}
		lock := flock.New(file, flock.SetPermissions(0o600))
		if locked, err := lock.TryLock(); err == nil && locked {
			_ = release(lock)
		}
	}
}
