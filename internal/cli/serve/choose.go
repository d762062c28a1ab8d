package serve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// mostOffered is how many numbers a question or an error names.
const mostOffered = 20

// choose finds the numbers to point. Naming one is consent; without a name only a number that nobody uses is taken.
func (s *session) choose(ctx context.Context) error {
	if s.o.NoNumber {
		return nil
	}
	for _, name := range s.o.Numbers {
		number, err := s.account.Find(ctx, name)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(s.chosen, func(n twilioapi.Number) bool { return n.SID == number.SID }) {
			s.chosen = append(s.chosen, number)
		}
	}
	if len(s.o.Numbers) == 0 {
		number, err := s.chooseOne(ctx)
		if err != nil {
			return err
		}
		s.chosen = []twilioapi.Number{number}
	}
	return s.free(ctx)
}

// free refuses early, before a tunnel is opened, what lending would refuse late.
func (s *session) free(ctx context.Context) error {
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	for _, number := range s.chosen {
		holder, held, err := leases.Holder(ctx, number.SID)
		if err != nil {
			return err
		}
		if held && !s.o.Steal {
			return fault.With(fmt.Errorf("%s is in use by %s", number.PhoneNumber, holder.Who()), fault.Failed, "end that serve, or take the number from it with --steal")
		}
		if err := s.textable(number); err != nil {
			return err
		}
		if _, err := leases.Plan(ctx, s.request(number, "https://planned.invalid"+s.o.Path)); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) chooseOne(ctx context.Context) (twilioapi.Number, error) {
	var owned []twilioapi.Number
	for number, err := range s.account.API.Numbers.List(ctx, twilioapi.NumberFilter{}, mostOffered) {
		if err != nil {
			return twilioapi.Number{}, err
		}
		owned = append(owned, number)
	}
	switch {
	case len(owned) == 0 && s.f.Env.Interactive() && s.buy != nil:
		return s.ask(ctx, owned)
	case len(owned) == 0:
		return twilioapi.Number{}, fault.With(fmt.Errorf("the %saccount %s has no number", s.account.Prefix(), s.account.Sid()), fault.Usage, "twvoice numbers buy --country US")
	case len(owned) == 1:
		if free, err := s.mayTake(ctx, owned[0]); free || err != nil {
			return owned[0], err
		}
	}
	switch {
	case s.f.Env.Interactive():
		return s.ask(ctx, owned)
	}
	var names []string
	for _, n := range owned {
		names = append(names, n.PhoneNumber+" ("+state(n)+")")
	}
	why := "it is not clear which number to point"
	if len(owned) == 1 {
		why = owned[0].PhoneNumber + " is in use: it will not be pointed elsewhere without being named"
	}
	return twilioapi.Number{}, fault.With(errors.New(why), fault.Usage, "add --number: "+strings.Join(names, ", "))
}

func (s *session) ask(ctx context.Context, owned []twilioapi.Number) (twilioapi.Number, error) {
	var choices []term.Choice
	for i, n := range owned {
		choices = append(choices, term.Choice{Label: fmt.Sprintf("%s  %s  %s", n.PhoneNumber, n.FriendlyName, state(n)), Value: fmt.Sprint(i)})
	}
	if s.buy != nil {
		choices = append(choices, term.Choice{Label: "buy another one (US, local; its price is shown first)", Value: "buy"})
	}
	picked, err := s.f.Asker().Select(ctx, "Which number shall say it? (it gets back what it has now)", choices)
	if err != nil {
		return twilioapi.Number{}, err
	}
	for i, n := range owned {
		if picked == fmt.Sprint(i) {
			return n, nil
		}
	}
	return s.buyOne(ctx, owned)
}

// buyOne has a number bought, and finds it: the one that was not there before.
func (s *session) buyOne(ctx context.Context, before []twilioapi.Number) (twilioapi.Number, error) {
	if err := s.buy(ctx, s.f); err != nil {
		return twilioapi.Number{}, err
	}
	for number, err := range s.account.API.Numbers.List(ctx, twilioapi.NumberFilter{}, len(before)+1) {
		if err != nil {
			return number, err
		}
		if !slices.ContainsFunc(before, func(n twilioapi.Number) bool { return n.SID == number.SID }) {
			return number, nil
		}
	}
	return twilioapi.Number{}, fault.With(errors.New("the number that was bought is not in the list yet"), fault.Failed, "twvoice numbers list, and then serve --number with it")
}

// mayTake reports whether the only number may be pointed without being named: it is not in use, or a serve has it, ours or
// another one, of which free then tells.
func (s *session) mayTake(ctx context.Context, n twilioapi.Number) (bool, error) {
	if unused(n) {
		return true, nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return false, err
	}
	if _, held, err := leases.Holder(ctx, n.SID); held || err != nil {
		return true, err
	}
	return leases.Ours(ctx, n.SID)
}

// unused is a number that points nowhere, or at the demo that Twilio gives every new number.
func unused(n twilioapi.Number) bool {
	return n.VoiceApplicationSid == "" && n.TrunkSid == "" &&
		(n.VoiceURL == "" || strings.HasPrefix(n.VoiceURL, "https://demo.twilio.com/"))
}

// state is where a number points, in a few words.
func state(n twilioapi.Number) string {
	switch {
	case n.TrunkSid != "":
		return "trunk " + n.TrunkSid
	case n.VoiceApplicationSid != "":
		return "application " + n.VoiceApplicationSid
	case n.VoiceURL == "":
		return "points nowhere"
	}
	return lease.Settings{"VoiceUrl": n.VoiceURL}.String()
}

// request is the loan that a number is asked for.
func (s *session) request(n twilioapi.Number, webhook string) lease.Request {
	return lease.Request{
		Number: account.Named(n), Command: "serve", Want: s.wants(webhook),
		Steal: s.o.Steal, Detach: s.o.Detach, Keep: s.o.Keep,
	}
}
