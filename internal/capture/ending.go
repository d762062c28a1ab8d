package capture

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// Ending is how a call ended, as whoever made it knows: a simulated call tells of its end to nobody but those who asked for callbacks.
type Ending struct {
	CallSid string    `json:"call_sid"`
	Status  string    `json:"status"` // completed, busy, …
	At      time.Time `json:"at"`
}

// maxEndings is how many are remembered.
const maxEndings = 1000

func endingsOf(on store.Handle) store.Collection[Ending] {
	return store.In[Ending](on, "capture-ending")
}

// End keeps how a call ended, and forgets the oldest ending where there are too many.
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

// The states of a call that its last request does not tell.
const (
	Ended    = "ended"     // how, nobody has said
	LastSeen = "last seen" // it may have ended since
)

// settle says of each call whether it has ended, as far as that is known.
func (a *Archive) settle(ctx context.Context, calls []Call) error {
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

// Store is where the archive lies, for those who keep something of the same calls there.
func (a *Archive) Store() store.Handle { return a.db }
