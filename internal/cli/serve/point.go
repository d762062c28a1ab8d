package serve

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
)

// point takes every number on loan. If one cannot be had, end gives those back that were.
func (s *session) point(ctx context.Context) error {
	if len(s.chosen) == 0 {
		return nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	s.later("give the numbers back", s.giveBack)
	webhook := s.withUser(s.webhook())
	for _, number := range s.chosen {
		lent, err := leases.Lend(ctx, s.request(number, webhook))
		if lent != nil {
			s.mu.Lock()
			s.lent = append(s.lent, lent)
			s.mu.Unlock()
		}
		if err != nil {
			return fmt.Errorf("point %s: %w", number.PhoneNumber, err)
		}
		if number.VoiceFallbackURL != "" {
			s.notef("%s keeps its fallback %s", number.PhoneNumber, lease.Settings{"VoiceFallbackUrl": number.VoiceFallbackURL})
		}
		if number.StatusCallback != "" {
			s.notef("%s keeps its status callback %s", number.PhoneNumber, lease.Settings{"StatusCallback": number.StatusCallback})
		}
	}
	if s.withUser(s.webhook()) != webhook { // the tunnel came back under another URL meanwhile
		s.repoint(ctx)
	}
	return nil
}

// repoint follows a tunnel whose URL has changed. A number that cannot be followed is told of; the others go on.
func (s *session) repoint(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, lent := range s.lent {
		phone := lent.Entry().Number
		if err := lent.Repoint(ctx, s.wants(s.withUser(s.webhook()))); err != nil {
			s.notef("could not re-point %s: %v", phone, err)
			continue
		}
		s.repointed(phone, s.webhook())
	}
}

// patienceTold is after how long somebody is told why nothing happens.
const patienceTold = time.Second

// giveBack returns every number, also those behind one that could not be returned.
func (s *session) giveBack(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer time.AfterFunc(patienceTold, func() {
		s.notef("giving the numbers back; another Ctrl-C leaves that to: twvoice webhook restore --all%s", s.localFlag())
	}).Stop()
	var failed []error
	for i := len(s.lent) - 1; i >= 0; i-- {
		entry, err := s.lent[i].Return(ctx)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		s.returned(entry)
	}
	return fault.With(errors.Join(failed...), fault.Failed, "to give back what is left: twvoice webhook restore --all"+s.localFlag())
}
