package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// openTimeout is how long another process may hold the database's lock.
const openTimeout = 3 * time.Second

// open opens the database for reading. If that is impossible, it returns the check's finding.
func (e *examination) open(ctx context.Context) (*store.DB, *Finding) {
	if e.Account.Local {
		if _, f := e.asked(ctx); f != nil { // see state
			return nil, f
		}
	}
	dir := e.Env.Folders.State
	place, _, err := existingFolder(dir)
	if err == nil {
		err = writable(place)
	}
	var f Finding
	switch {
	case err != nil:
		f = skipped("the state folder cannot be used")
	case !store.Exists(dir):
		f = ok("it does not exist yet")
	default:
		db, err := store.OpenWith(ctx, dir, store.Options{Patience: openTimeout})
		if err == nil {
			return db, nil
		}
		f = databaseFinding(ctx, err)
	}
	return nil, &f
}

// databaseFinding returns the finding for a database that cannot be read. A locked database is not a failure.
func databaseFinding(ctx context.Context, err error) Finding {
	f := failedWith(cause(ctx, err), "move the file away, or "+stateDirHint)
	if errors.Is(err, store.ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		f.Status = Warning
	}
	return f
}

// database reads all of the database.
func database(ctx context.Context, e *examination) Finding {
	db, f := e.open(ctx)
	if f != nil {
		return *f
	}
	defer db.Close()
	h, err := db.Health(ctx)
	if err != nil {
		return databaseFinding(ctx, err)
	}
	if h.Broken != "" {
		return failed("move the file away; changes recorded in it can no longer be restored, so check your numbers with: twvoice numbers list",
			"%s is damaged: %s", h.Path, h.Broken)
	}
	return ok("no damage found, %s", size(h.Bytes))
}
