package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Limits of free disk space. Below cramped, a recorded call with its audio might not fit; below full, not even a loan
// can be written.
const (
	lowSpace = 200 << 20
	noSpace  = 10 << 20
)

const stateDirHint = "set TWVOICE_STATE_DIR to a folder that you can write to"

// state checks the folder of the database and its locks.
func state(ctx context.Context, e *examination) Finding {
	if e.Account.Local {
		if _, f := e.asked(ctx); f != nil { // opening the local account creates the folder
			return *f
		}
	}
	dir := e.Env.Folders.State
	place, made, err := existingFolder(dir)
	if err == nil {
		err = writable(place)
	}
	if err != nil {
		return failedWith(fmt.Errorf("%s: %w", dir, err), stateDirHint)
	}
	room, known := free(place)
	switch {
	case known && room < noSpace:
		return failed("free some disk space, or "+stateDirHint, "%s: %s free: serve cannot point numbers, because the journal cannot be written", dir, size(room))
	case known && room < lowSpace:
		return warning("free some disk space, or delete the stored requests: twvoice requests list --purge", "%s: only %s free", dir, size(room))
	case !made:
		return ok("%s is created when it is first needed", dir)
	case known:
		return ok("%s can be written to, %s free", dir, size(room))
	}
	return ok("%s can be written to", dir)
}

// existingFolder returns the folder, or, if it does not exist yet, the existing one that it would be created in.
func existingFolder(dir string) (place string, made bool, err error) {
	for place = dir; ; place = filepath.Dir(place) {
		info, err := os.Stat(place)
		switch {
		case err == nil && !info.IsDir():
			return place, false, fmt.Errorf("%s is not a folder", place)
		case err == nil:
			return place, place == dir, nil
		case !errors.Is(err, fs.ErrNotExist) || place == filepath.Dir(place):
			return place, false, err
		}
	}
}

// writable writes a file, because permission bits alone do not decide.
func writable(dir string) error {
	file, err := os.CreateTemp(dir, ".twvoice-doctor-*")
	if err != nil {
		return fmt.Errorf("it cannot be written to: %w", innermost(err))
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// innermost returns the reason without the name of the test file.
func innermost(err error) error {
	if path, found := errors.AsType[*fs.PathError](err); found {
		return path.Err
	}
	return err
}

// size formats a number of bytes.
func size(bytes int64) string {
	switch {
	case bytes >= 10<<30:
		return fmt.Sprintf("%d GB", bytes>>30)
	case bytes >= 1<<20:
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d kB", (bytes+1023)>>10)
}
