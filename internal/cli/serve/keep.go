package serve

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
)

// keep begins to keep what is asked, for `twvoice requests` and `twvoice calls`. The last requests are written after the
// servers have stopped.
func (s *session) keep() {
	o := capture.Options{
		Dir: s.f.Env.Folders.State, Secrets: s.secrets(), Now: s.f.Env.Now,
		Tell: func(text string) { s.notef("%s", text) },
		Session: capture.Session{
			ID: s.nonce[:8], Began: s.f.Env.Now(), LocalURL: s.localURL, PublicURL: s.localURL, Probe: probePath + s.nonce,
			Local: s.f.Local,
		},
	}
	if s.target != nil {
		o.Session.App = s.target.String()
	} else {
		o.Session.TwiML = s.f.Env.Path(s.o.TwiML)
	}
	if s.user != nil {
		password, _ := s.user.Password()
		o.Secrets = append(o.Secrets, password)
	}
	if s.inspector != nil {
		o.Seen = s.inspector.Seen
	}
	s.keeper = capture.Start(o)
	s.later("keep the last requests", func(ctx context.Context) error {
		// Time of its own: a Twilio that is slow to take a number back is no reason to forget what was asked.
		own, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return s.keeper.Close(own)
	})
}
