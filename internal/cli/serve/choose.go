package serve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// maxOffered limits the numbers that a question or an error names.
const maxOffered = 20

// chooser finds the numbers to point.
type chooser struct {
	f       *cmdutil.Factory
	account *account.Account
	buy     Buyer // nil if nothing can be bought
}

// choose returns the numbers that were named. Naming a number is consent; without a name, only an unused number is
// taken.
func (c chooser) choose(ctx context.Context, names []string) ([]twilioapi.Number, error) {
	if len(names) == 0 {
		number, err := c.chooseOne(ctx)
		return []twilioapi.Number{number}, err
	}
	var chosen []twilioapi.Number
	for _, name := range names {
		number, err := c.account.Find(ctx, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(chosen, func(n twilioapi.Number) bool { return n.SID == number.SID }) {
			chosen = append(chosen, number)
		}
	}
	return chosen, nil
}

func (c chooser) chooseOne(ctx context.Context) (twilioapi.Number, error) {
	var owned []twilioapi.Number
	for number, err := range c.account.API.Numbers.List(ctx, twilioapi.NumberFilter{}, maxOffered) {
		if err != nil {
			return twilioapi.Number{}, err
		}
		owned = append(owned, number)
	}
	switch {
	case len(owned) == 0 && c.f.Env.Interactive() && c.buy != nil:
		return c.ask(ctx, owned)
	case len(owned) == 0:
		return twilioapi.Number{}, fault.With(fmt.Errorf("the %saccount %s has no number", c.account.Prefix(), c.account.Sid()), fault.Usage, "twvoice numbers buy --country US")
	case len(owned) == 1:
		if free, err := c.isFree(ctx, owned[0]); free || err != nil {
			return owned[0], err
		}
	}
	if c.f.Env.Interactive() {
		return c.ask(ctx, owned)
	}
	var names []string
	for _, n := range owned {
		names = append(names, n.PhoneNumber+" ("+state(n)+")")
	}
	why := "it is not clear which number to point"
	if len(owned) == 1 {
		why = owned[0].PhoneNumber + " is in use, so it is pointed here only if you name it"
	}
	return twilioapi.Number{}, fault.With(errors.New(why), fault.Usage, "add --number: "+strings.Join(names, ", "))
}

func (c chooser) ask(ctx context.Context, owned []twilioapi.Number) (twilioapi.Number, error) {
	var choices []term.Choice
	for i, n := range owned {
		choices = append(choices, term.Choice{Label: fmt.Sprintf("%s  %s  %s", n.PhoneNumber, n.FriendlyName, state(n)), Value: fmt.Sprint(i)})
	}
	if c.buy != nil {
		choices = append(choices, term.Choice{Label: "buy another one (US, local; its price is shown first)", Value: "buy"})
	}
	picked, err := c.f.Asker().Select(ctx, "Which number should be pointed here? (restored on exit)", choices)
	if err != nil {
		return twilioapi.Number{}, err
	}
	for i, n := range owned {
		if picked == fmt.Sprint(i) {
			return n, nil
		}
	}
	return c.buyOne(ctx, owned)
}

// buyOne buys a number and finds it: the one that is new in the list.
func (c chooser) buyOne(ctx context.Context, before []twilioapi.Number) (twilioapi.Number, error) {
	if err := c.buy(ctx, c.f); err != nil {
		return twilioapi.Number{}, err
	}
	for number, err := range c.account.API.Numbers.List(ctx, twilioapi.NumberFilter{}, len(before)+1) {
		if err != nil {
			return number, err
		}
		if !slices.ContainsFunc(before, func(n twilioapi.Number) bool { return n.SID == number.SID }) {
			return number, nil
		}
	}
	return twilioapi.Number{}, fault.With(errors.New("the number that was bought is not in the list yet"), fault.Failed, "twvoice numbers list, and then serve --number with it")
}

// isFree reports whether the only number may be pointed without being named: it is unused, or a serve has pointed it.
// (The session rejects it if that serve still runs.)
func (c chooser) isFree(ctx context.Context, n twilioapi.Number) (bool, error) {
	if unused(n) {
		return true, nil
	}
	leases, err := c.account.Leases()
	if err != nil {
		return false, err
	}
	if _, held, err := leases.Holder(ctx, n.SID); held || err != nil {
		return true, err
	}
	return leases.Ours(ctx, n.SID)
}

// unused reports whether a number has no webhook, or only the demo that Twilio gives every new number.
func unused(n twilioapi.Number) bool {
	return n.VoiceApplicationSid == "" && n.TrunkSid == "" &&
		(n.VoiceURL == "" || strings.HasPrefix(n.VoiceURL, "https://demo.twilio.com/"))
}

// state returns where a number points, in a few words.
func state(n twilioapi.Number) string {
	switch {
	case n.TrunkSid != "":
		return "trunk " + n.TrunkSid
	case n.VoiceApplicationSid != "":
		return "application " + n.VoiceApplicationSid
	case n.VoiceURL == "":
		return "no webhook"
	}
	return lease.Settings{"VoiceUrl": n.VoiceURL}.String()
}
