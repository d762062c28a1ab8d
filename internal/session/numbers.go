package session

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

// numbers are the numbers that a session points at its webhook, and restores.
type numbers struct {
	chosen []twilioapi.Number

	mu       sync.Mutex        // guards leases and followed
	leases   []*lease.Lease    // in the order of chosen
	followed map[string]string // by number: the webhook that it follows the tunnel to, or does not
	pointed  pointed           // has its own lock
}

// point acquires every number. If one fails, end restores those before it.
func (s *Session) point(ctx context.Context) error {
	if len(s.chosen) == 0 {
		return nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	s.later("restore the numbers", s.releaseAll)
	for _, number := range s.chosen {
		if err := s.acquire(ctx, leases, number); err != nil {
			return fmt.Errorf("point %s: %w", number.PhoneNumber, err)
		}
		s.observe(Pointed{number})
	}
	return nil
}

// acquire points one number. It may point here as soon as it is asked for, before the answer.
func (s *Session) acquire(ctx context.Context, leases *lease.Keeper, number twilioapi.Number) error {
	s.mu.Lock() // the tunnel may get another URL at the same time: the watcher then waits, and follows
	defer s.mu.Unlock()
	s.pointed.add(number.PhoneNumber, s.webhook())
	acquired, err := leases.Acquire(ctx, s.request(number, s.withUser(s.webhook())))
	if acquired == nil || !acquired.Entry().Open() {
		s.pointed.remove(number.PhoneNumber)
	}
	if acquired != nil {
		s.leases = append(s.leases, acquired)
	}
	return err
}

// repoint points the numbers at the new URL of the tunnel. Its error names those that have yet to follow; a number that is no longer
// leased is reported once, and left alone.
func (s *Session) repoint(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	url := s.webhook()
	want := s.settingsFor(s.withUser(url))
	var failed []error
	for _, l := range s.leases {
		phone := l.Entry().Number
		if s.followed[phone] == url || !l.Entry().Open() {
			continue // it points there already, or will not
		}
		err := l.Repoint(ctx, want)
		switch {
		case err == nil:
			s.pointed.add(phone, url)
			s.observe(Repointed{phone, url})
		case !errors.Is(err, lease.ErrTaken):
			failed = append(failed, fmt.Errorf("re-point %s: %w", phone, err))
			continue
		default:
			s.observe(RepointRefused{phone, err})
		}
		s.followed[phone] = url
	}
	return errors.Join(failed...)
}

// releasingAfter is the time after which a slow restore is reported.
const releasingAfter = time.Second

// maxReleasing is how many numbers are restored at the same time, so that a slow one does not use up the time of the others.
const maxReleasing = 4

// releaseAll restores every number, also where another one fails.
func (s *Session) releaseAll(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer time.AfterFunc(releasingAfter, func() { s.observe(Releasing{}) }).Stop()
	failed := make([]error, len(s.leases))
	turns := make(chan struct{}, maxReleasing)
	var all sync.WaitGroup
	for i, l := range s.leases {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			failed[i] = s.release(ctx, l)
		})
	}
	all.Wait()
	return s.notRestored(failed)
}

func (s *Session) release(ctx context.Context, l *lease.Lease) error {
	entry, err := l.Release(ctx)
	if _, still := errors.AsType[*lease.NotRestoredError](err); still {
		return fmt.Errorf("%s%w", s.prefix(), err)
	}
	s.pointed.remove(entry.Number)
	s.observe(Released{entry})
	return err
}

// notRestored is the error for numbers that could not be restored: which, where they point, and the command that restores them.
func (s *Session) notRestored(failed []error) error {
	var numbers []string
	for i, err := range failed {
		if _, still := errors.AsType[*lease.NotRestoredError](err); still {
			numbers = append(numbers, s.leases[i].Entry().Number)
		}
	}
	err := errors.Join(failed...)
	if len(numbers) == 0 {
		return err
	}
	return fault.Insist(err, fault.Failed, RestoreCommand(numbers, s.o.AccountFlags))
}

// prefix is what errors say before a number that is not a real one.
func (s *Session) prefix() string {
	if s.o.Local {
		return "local "
	}
	return ""
}

// Unrestored is the error for numbers that point here at this moment, with the command that restores them as its hint; nil for none.
// It does not wait for a restore that is under way.
func (s *Session) Unrestored() error { return s.pointed.err(s.prefix(), s.o.AccountFlags) }
