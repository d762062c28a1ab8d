package capture

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// Session is one run of a server, as stored for later commands.
type Session struct {
	ID        string    `json:"id"`
	Began     time.Time `json:"began"`
	Ended     time.Time `json:"ended"` // zero while it runs, and also after it was killed
	LocalURL  string    `json:"local_url"`
	PublicURL string    `json:"public_url"` // the scheme and host that Twilio uses
	Probe     string    `json:"probe"`      // a path that only this server answers, with its last part
	TwiML     string    `json:"twiml"`      // absolute path of the file or folder that answered, or ""
	App       string    `json:"app"`        // the application that answered, or ""
	Local     bool      `json:"local"`      // the account is the emulator's
}

// maxSessions limits the stored sessions.
const maxSessions = 300

func sessionsOf(on store.Handle) store.Collection[Session] {
	return store.In[Session](on, "capture-session")
}

// put stores a session. Above the limit, it deletes the oldest one.
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

// probing is how long a server on this machine may take to answer a probe.
const probing = 2 * time.Second

// runs reports whether a session's server still answers. Another program on the same port does not know the answer.
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
