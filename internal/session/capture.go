package session

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
)

// startCapture begins to store requests, for `twvoice requests` and `twvoice calls`. The last ones are written after the servers have
// stopped.
func (s *Session) startCapture() {
	o := capture.Options{
		Dir: s.o.Env.Folders.State, Secrets: s.secrets(), Now: s.o.Env.Now,
		Tell: func(text string) { s.observe(Note{text}) },
		Session: capture.Session{
			ID: s.nonce[:8], Began: s.o.Env.Now(), LocalURL: s.localURL, PublicURL: s.localURL, Probe: probePath + s.nonce,
			Local: s.o.Local,
		},
	}
	if s.target != nil {
		o.Session.App = s.target.String()
	} else {
		o.Session.TwiML = s.o.Env.Path(s.o.TwiML)
	}
	if s.inspector != nil {
		o.Seen = s.inspector.Seen
	}
	s.keeper = capture.Start(o)
	s.later("store the last requests", func(ctx context.Context) error {
		// Its own time: a slow restore of a number must not lose requests.
		own, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return s.keeper.Close(own)
	})
}

// secrets returns what must not be stored of a request.
func (s *Session) secrets() []string {
	all := append([]string{s.token}, slices.Collect(maps.Values(s.o.SharedKeys))...)
	if s.o.User != nil {
		password, _ := s.o.User.Password()
		all = append(all, password)
	}
	return all
}
