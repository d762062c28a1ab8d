package session

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// credentials are the account whose requests are served, and its token.
type credentials struct {
	account *account.Account // nil where none is needed
	token   string           // that signatures are checked with
}

// openAccount opens the account. Its token is needed to check signatures: only a session without numbers that neither checks nor
// signs does without one.
func (s *Session) openAccount(ctx context.Context) error {
	if s.o.Choose == nil && s.o.NoVerify && !s.o.Resign {
		return nil
	}
	a, err := s.o.OpenAccount(ctx)
	if err != nil {
		return err
	}
	s.account = a
	s.later("close the account", func(context.Context) error { return a.Close() })
	if !s.o.NoVerify || s.o.Resign {
		s.token, err = a.SigningToken(ctx)
	}
	return err
}

// heal restores what an earlier session could not. A failure for one number does not prevent serving another.
func (s *Session) heal(ctx context.Context) error {
	if s.account == nil {
		return nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	healed, failed := leases.Heal(ctx)
	for _, entry := range healed {
		s.observe(Healed{entry})
	}
	for _, err := range failed {
		number := ""
		if still, ok := errors.AsType[*lease.NotRestoredError](err); ok {
			number = still.Entry.Number
		}
		s.observe(NotHealed{number, err})
	}
	return nil
}

// choose settles which numbers are pointed, and refuses early, before a tunnel is opened, what acquiring them would refuse late.
func (s *Session) choose(ctx context.Context) (err error) {
	if s.o.Choose == nil {
		return nil
	}
	if s.chosen, err = s.o.Choose(ctx, s.account); err != nil {
		return err
	}
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	for _, number := range s.chosen {
		if err := s.checkFree(ctx, leases, number); err != nil {
			return err
		}
	}
	return nil
}

// checkFree returns an error for a number that is in use, or whose URL Twilio would not call.
func (s *Session) checkFree(ctx context.Context, leases *lease.Keeper, number twilioapi.Number) error {
	holder, held, err := leases.Holder(ctx, number.SID)
	if err != nil {
		return err
	}
	if held && !s.o.Steal {
		return fault.With(fmt.Errorf("%s is in use by %s", number.PhoneNumber, holder.Who()), fault.Failed, "end that serve, or take the number from it with --steal")
	}
	if err := s.checkSMS(number); err != nil {
		return err
	}
	_, err = leases.Plan(ctx, s.request(number, "https://planned.invalid"+s.o.Path))
	return err
}

// otherTokens returns the tokens that may have signed instead of ours.
func (s *Session) otherTokens() map[string]string {
	if s.account == nil {
		return nil
	}
	return s.account.Others(context.Background()) // from the state folder of this machine: no one is asked
}
