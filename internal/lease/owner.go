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

// alive reports whether the owner of an entry still runs. It looks with a shared lock, so that two who look at once do not
// take each other for the owner.
func (k *Keeper) alive(owner string) bool {
	if k.mine(owner) {
		return true
	}
	if _, err := os.Stat(k.path(owner)); errors.Is(err, os.ErrNotExist) {
		return false // it ended in good order
	}
	lock := flock.New(k.path(owner), flock.SetPermissions(0o600))
	shared, err := lock.TryRLock()
	if err == nil && shared {
		_ = lock.Unlock() // the file stays: whoever heals its loans removes it
	}
	return err != nil || !shared // whoever cannot lock cannot know
}

func (k *Keeper) mine(owner string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.lock != nil && owner == k.name
}

// Those who only look hold the lock for microseconds; a seizure outlasts them.
const (
	seizeFor   = 200 * time.Millisecond
	seizeEvery = 2 * time.Millisecond
)

// seize takes the lock of a process that is gone; ok is false while it lives, or another process has seized it.
// A file that is missing means the process ended in good order.
func (k *Keeper) seize(owner string) (lock *flock.Flock, ok bool) {
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

// release gives a lock up for good. Where the system lets it, the file goes while the lock is still held, so that nobody can
// lock it in between; Windows removes no open file, and gets a second try.
func release(lock *flock.Flock) error {
	_ = os.Remove(lock.Path())
	err := lock.Unlock()
	if remove := userfile.Remove(lock.Path()); remove != nil && !errors.Is(remove, os.ErrNotExist) {
		err = errors.Join(err, remove)
	}
	return err
}

// strayAge is how old a lock file is before it is taken for one that was left behind: its owner has locked it long since.
const strayAge = 24 * time.Hour

// sweep removes the lock files of processes that are gone. A missing file says the same of its owner as a free lock.
func (k *Keeper) sweep() {
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
