package capture

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// Session is one run of a server, as far as it matters to whoever asks again later.
type Session struct {
	ID        string    `json:"id"`
	Began     time.Time `json:"began"`
	Ended     time.Time `json:"ended"` // the zero time while it runs, and for ever where it was killed
	LocalURL  string    `json:"local_url"`
	PublicURL string    `json:"public_url"` // the scheme and host that Twilio was given
	Probe     string    `json:"probe"`      // a path that answers with its last part, which nobody else would
	TwiML     string    `json:"twiml"`      // the file or folder that answered, from the root, "" for none
	App       string    `json:"app"`        // the application that answered, "" for none
	Local     bool      `json:"local"`      // the account is the emulator's
}

// maxSessions is how many are remembered.
const maxSessions = 300

func sessionsOf(on store.Handle) store.Collection[Session] {
	return store.In[Session](on, "capture-session")
}

// put keeps a session, and forgets the oldest one where there are too many.
func (s Session) put(ctx context.Context, tx *store.Tx) error {
	if err := sessionsOf(tx).Put(ctx, "", s.ID, s); err != nil {
		return err
	}
	oldest, err := sessionsOf(tx).List(ctx, store.Query{Newest: true, Limit: maxSessions + 1})
	if err != nil || len(oldest) <= maxSessions {
		return err
	}
	return sessionsOf(tx).Delete(ctx, "", oldest[maxSessions].Key)
}

// probing is how long a server on this machine may take to say that it is there.
const probing = 2 * time.Second

// runs asks a session's server whether it is still there. A program that has taken its port over does not know the answer.
func (s Session) runs(ctx context.Context, via http.RoundTripper) bool {
	if !s.Ended.IsZero() || s.LocalURL == "" || s.Probe == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.LocalURL+s.Probe, nil)
	if err != nil {
		return false
	}
	answer, err := via.RoundTrip(req)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 1024))
	return err == nil && answer.StatusCode == http.StatusOK && len(said) > 0 && strings.HasSuffix(s.Probe, "/"+string(said))
}
