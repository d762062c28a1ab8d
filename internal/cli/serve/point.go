package serve

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
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
	flags := s.f.AccountFlags()
	s.f.LastWord(func() error { return s.pointed.word(s.local(), flags) })
	s.later("give the numbers back", s.giveBack)
	for _, number := range s.chosen {
		if err := s.lend(ctx, leases, number); err != nil {
			return fmt.Errorf("point %s: %w", number.PhoneNumber, err)
		}
		if number.VoiceFallbackURL != "" {
			s.notef("%s keeps its fallback %s", number.PhoneNumber, lease.Settings{"VoiceFallbackUrl": number.VoiceFallbackURL})
		}
		if number.StatusCallback != "" {
			s.notef("%s keeps its status callback %s", number.PhoneNumber, lease.Settings{"StatusCallback": number.StatusCallback})
		}
	}
	return nil
}

// lend takes one number on loan. From the moment before it is asked for, it may point here.
func (s *session) lend(ctx context.Context, leases *lease.Keeper, number twilioapi.Number) error {
	s.mu.Lock() // the tunnel may come back under another URL meanwhile: the watcher then waits, and follows
	defer s.mu.Unlock()
	s.pointed.add(number.PhoneNumber, s.webhook())
	lent, err := leases.Acquire(ctx, s.request(number, s.withUser(s.webhook())))
	if lent == nil || !lent.Entry().Open() {
		s.pointed.remove(number.PhoneNumber)
	}
	if lent != nil {
		s.lent = append(s.lent, lent)
	}
	return err
}

// repoint follows a tunnel whose URL has changed, number by number. Its error names those that have yet to follow; a number
// that is not ours any more is told of once, and stays where it is.
func (s *session) repoint(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	url := s.webhook()
	want := s.wants(s.withUser(url))
	var failed []error
	for _, lent := range s.lent {
		phone := lent.Entry().Number
		if s.followed[phone] == url || !lent.Entry().Open() {
			continue // it points there already, or will not
		}
		err := lent.Repoint(ctx, want)
		switch {
		case err == nil:
			s.pointed.add(phone, url)
			s.repointed(phone, url)
		case !errors.Is(err, lease.ErrTaken):
			failed = append(failed, fmt.Errorf("re-point %s: %w", phone, err))
			continue
		default:
			s.notef("could not re-point %s: %v", phone, err)
		}
		s.followed[phone] = url
	}
	return errors.Join(failed...)
}

// patienceTold is after how long somebody is told why nothing happens.
const patienceTold = time.Second

// mostReturning is how many numbers are given back side by side: one that takes its time leaves the others theirs.
const mostReturning = 4

// giveBack returns every number, also those beside one that could not be returned.
func (s *session) giveBack(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer time.AfterFunc(patienceTold, func() {
		s.notef("giving the numbers back; another Ctrl-C leaves that to: twvoice webhook restore --all%s", s.f.AccountFlags())
	}).Stop()
	failed := make([]error, len(s.lent))
	turns := make(chan struct{}, mostReturning)
	var all sync.WaitGroup
	for i, lent := range s.lent {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			failed[i] = s.giveOneBack(ctx, lent)
		})
	}
	all.Wait()
	return s.left(failed)
}

func (s *session) giveOneBack(ctx context.Context, lent *lease.Lease) error {
	entry, err := lent.Release(ctx)
	if _, still := errors.AsType[*lease.NotRestoredError](err); still {
		return fmt.Errorf("%s%w", s.local(), err)
	}
	s.pointed.remove(entry.Number)
	s.returned(entry)
	return err
}

// left is the error of numbers that could not be given back: which, where they point, and what brings them back.
func (s *session) left(failed []error) error {
	var numbers []string
	for i, err := range failed {
		if _, still := errors.AsType[*lease.NotRestoredError](err); still {
			numbers = append(numbers, s.lent[i].Entry().Number)
		}
	}
	err := errors.Join(failed...)
	if len(numbers) == 0 {
		return err
	}
	return fault.Insist(err, fault.Failed, restoreCommand(numbers, s.f.AccountFlags()))
}
