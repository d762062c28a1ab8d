package capture

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// Ending is how a call ended, as reported by the simulator that placed it. An application learns of the end only through
// callbacks, and a call can have none.
type Ending struct {
	CallSid string    `json:"call_sid"`
	Status  string    `json:"status"` // completed, busy, …
	At      time.Time `json:"at"`
}

// maxEndings limits the stored endings.
const maxEndings = 1000

func endingsOf(on store.Handle) store.Collection[Ending] {
	return store.In[Ending](on, "capture-ending")
}

// End stores how a call ended. Above the limit, it deletes the oldest ending.
func (a *Archive) End(ctx context.Context, e Ending) error {
	return a.db.Update(ctx, func(tx *store.Tx) error {
		if err := endingsOf(tx).Put(ctx, "", e.CallSid, e); err != nil {
			return err
		}
		oldest, err := endingsOf(tx).List(ctx, store.Query{Newest: true, Limit: maxEndings + 1})
		if err != nil || len(oldest) <= maxEndings {
			return err
		}
		return endingsOf(tx).Delete(ctx, "", oldest[maxEndings].Key)
	})
}

// States of a call that its last request does not contain.
const (
	Ended    = "ended"     // the way it ended is unknown
	LastSeen = "last seen" // it may have ended since
)

// findEndings sets whether each call has ended, as far as that is known.
func (a *Archive) findEndings(ctx context.Context, calls []Call) error {
	for i := range calls {
		c := &calls[i]
		if c.Ended {
			continue
		}
		e, err := endingsOf(a.db).Get(ctx, "", c.CallSid)
		switch {
		case err == nil:
			c.Status, c.Ended = e.Status, true
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	return nil
}

// Store returns the archive's database, for packages that store further data about the same calls.
func (a *Archive) Store() store.Handle { return a.db }
