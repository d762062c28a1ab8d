package numbers

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// codeTaken is Twilio's code for a number that another account owns: https://www.twilio.com/docs/api/errors/21422
const codeTaken = "21422"

// purchase is one run of buy. It is for one goroutine.
type purchase struct {
	factory *cmdutil.Factory
	account *account.Account
	options BuyOptions
	rows    *cmdutil.Ledger // of the numbers owned at the end

	next    func() (offer, error, bool)
	bought  int
	wanted  int
	pretend bool // a dry run reached the purchase
}

// run determines how many numbers are missing, shows them, asks, and buys.
func (p *purchase) run(ctx context.Context) error {
	have, err := p.listOwned(ctx)
	p.wanted = p.options.Count - have
	if err != nil || p.wanted <= 0 {
		return err
	}
	if p.options.Number == "" && !p.options.Filtered {
		return fault.With(fmt.Errorf("the %saccount has %d of %s named %q: buying the rest needs a filter", p.account.Prefix(), have, count(p.options.Count, ""), p.options.Name), fault.Usage, anyFilter)
	}
	offers, err := p.offers(ctx, p.wanted)
	if err != nil {
		return err
	}
	var stop func()
	p.next, stop = iter.Pull2(offers)
	defer stop()
	chosen, err := p.choose()
	if err != nil {
		return err
	}
	if err := p.present(chosen); err != nil {
		return err
	}
	if err := p.factory.Confirm(ctx, p.question(chosen)); err != nil {
		return err
	}
	return cmdutil.Unfinished(ctx, p.summed(p.buy(ctx, chosen)))
}

// listOwned prints and counts the numbers that have the name already.
func (p *purchase) listOwned(ctx context.Context) (int, error) {
	if !p.options.Ensure {
		return 0, nil
	}
	have := 0
	for number, err := range p.account.API.Numbers.List(ctx, twilioapi.NumberFilter{FriendlyName: p.options.Name}, 0) {
		if err != nil {
			return have, err
		}
		if number.FriendlyName != p.options.Name {
			continue
		}
		if err := p.rows.Add(number.Raw); err != nil {
			return have, err
		}
		p.factory.Env.Notef("%s%s is already named %q", p.account.Prefix(), number.PhoneNumber, p.options.Name)
		if have++; have == p.options.Count {
			p.factory.Env.Notef("nothing to buy")
			break
		}
	}
	return have, nil
}

// choose takes the wanted count of numbers from those offered. If there are fewer, it buys none.
func (p *purchase) choose() ([]offer, error) {
	var chosen []offer
	for len(chosen) < p.wanted {
		o, err, ok := p.next()
		switch {
		case err != nil:
			return nil, err
		case !ok && len(chosen) == 0:
			return nil, p.options.noMatch()
		case !ok:
			return nil, fault.With(fmt.Errorf("only %d of %s match %s: nothing was bought", len(chosen), count(p.wanted, ""), p.options.words(p.options.typedFilters())),
				fault.Failed, p.options.suggestion())
		}
		if err := p.acceptable(o); err != nil {
			return nil, err
		}
		chosen = append(chosen, o)
	}
	return chosen, nil
}

// acceptable checks the conditions that a search cannot express.
func (p *purchase) acceptable(o offer) error {
	if o.listed && p.options.Voice && !o.number.Capabilities.Voice {
		return fault.With(fmt.Errorf("%s does not take calls: nothing was bought", o.number.PhoneNumber), fault.Failed, "add --voice=false to buy it anyway")
	}
	return o.price.within(p.options.MaxPrice, o.number.PhoneNumber)
}

func (p *purchase) question(chosen []offer) string {
	local := p.account.Prefix()
	if len(chosen) == 1 {
		return fmt.Sprintf("Buy %s%s for %s?", local, chosen[0].number.PhoneNumber, chosen[0].price)
	}
	return fmt.Sprintf("Buy these %s for %s?", count(len(chosen), local), chosen[0].price.times(len(chosen)))
}

// buy buys one number after the other, and shows each immediately.
func (p *purchase) buy(ctx context.Context, chosen []offer) error {
	for len(chosen) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := chosen[0]
		chosen = chosen[1:]
		number, err := p.create(ctx, o)
		switch {
		case err == nil:
			p.bought++
			err = shown(p.rows, number)
		case errors.Is(err, account.ErrDryRun):
			p.pretend, err = true, nil
		case twilioapi.IsCode(err, codeTaken) && p.options.Number == "":
			var instead offer
			if instead, err = p.nextOffer(o, err); err == nil {
				chosen = append([]offer{instead}, chosen...)
			}
		default:
			err = fmt.Errorf("buy %s: %w", o.number.PhoneNumber, err)
		}
		if err != nil {
			return err
		}
	}
	if p.pretend {
		return account.ErrDryRun
	}
	return nil
}

// create sends the purchase. After that, Ctrl-C waits for the answer: what was paid for must be known.
func (p *purchase) create(ctx context.Context, o offer) (number twilioapi.Number, err error) {
	err = p.rows.Do(ctx, o.number.PhoneNumber, func(ctx context.Context) error {
		number, err = p.account.API.Numbers.Create(ctx, p.order(o))
		return err
	})
	return number, err
}

func (p *purchase) order(o offer) twilioapi.NewNumber {
	return twilioapi.NewNumber{
		PhoneNumber: o.number.PhoneNumber, FriendlyName: p.options.Name, VoiceURL: p.options.VoiceURL,
		AddressSid: p.options.Address, BundleSid: p.options.Bundle,
	}
}

// nextOffer returns the next match for a number that was sold between search and purchase.
func (p *purchase) nextOffer(gone offer, refusal error) (offer, error) {
	o, err, ok := p.next()
	switch {
	case err != nil:
		return o, err
	case !ok:
		return o, fault.With(fmt.Errorf("every match was bought by someone else in the meantime: %w", refusal), fault.Failed, p.options.suggestion())
	}
	if err := p.acceptable(o); err != nil {
		return o, err
	}
	p.factory.Env.Notef("%s was bought by someone else in the meantime: trying %s", gone.number.PhoneNumber, o.number.PhoneNumber)
	return o, nil
}

// summed adds to the error how many were bought, so that a purchase is never hidden by it.
func (p *purchase) summed(err error) error {
	bought := count(p.bought, p.account.Prefix())
	switch {
	case errors.Is(err, account.ErrDryRun):
	case err == nil:
		p.factory.Env.Notef("bought %s", bought)
	case errors.Is(err, context.Canceled) && !twilioapi.Uncertain(err):
		p.factory.Env.Notef("bought %d of %s", p.bought, count(p.wanted, p.account.Prefix()))
	case p.wanted > 1 || p.bought > 0:
		return fmt.Errorf("bought %d of %s: %w", p.bought, count(p.wanted, p.account.Prefix()), err)
	}
	return err
}
