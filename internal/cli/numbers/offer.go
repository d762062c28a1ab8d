package numbers

import (
	"context"
	"fmt"
	"iter"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// spareNumbers is how many extra numbers a search requests, to replace those that others buy first.
const spareNumbers = 20

// offer is a number that can be bought, with what is known about it.
type offer struct {
	number twilioapi.Available
	price  price
	listed bool // it is in Twilio's list; a number that was named can be missing there
}

// offers returns the numbers to choose from: the one that was named, or the matches in Twilio's order.
func (p *purchase) offers(ctx context.Context, missing int) (iter.Seq2[offer, error], error) {
	if p.options.Number != "" {
		named, err := p.lookUp(ctx)
		return func(yield func(offer, error) bool) { yield(named, nil) }, err
	}
	query, err := p.options.search()
	if err != nil {
		return nil, err
	}
	return func(yield func(offer, error) bool) {
		prices := askPrices(ctx, p.account.API.Pricing, query.Country)
		defer prices.close()
		for number, err := range p.account.API.Available.Search(ctx, query, missing+spareNumbers) {
			o := offer{number: number, listed: true}
			if err == nil {
				o.price = prices.of(query.Type)
			}
			if err != nil {
				err = unsold(err, query)
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}, nil
}

// lookUp searches for the number that was named in every list that may have it. A refusal is not a failure here: test
// credentials can buy but not search (20008), and not every country has every type (20404).
func (p *purchase) lookUp(ctx context.Context) (offer, error) {
	phone := p.options.Number
	unknown := offer{number: twilioapi.Available{PhoneNumber: phone}}
	for _, from := range origins(phone) {
		query := twilioapi.Search{Country: from.country, Type: from.kind, Contains: phone}
		for number, err := range p.account.API.Available.Search(ctx, query, 1) {
			if _, refused := fault.OriginOf(err); refused && fault.ExitOf(err) != fault.Credentials {
				break
			}
			if err != nil {
				return unknown, err
			}
			if number.PhoneNumber != phone {
				break
			}
			prices := askPrices(ctx, p.account.API.Pricing, from.country)
			defer prices.close()
			return offer{number: number, price: prices.of(from.kind), listed: true}, nil
		}
	}
	return unknown, p.ours(ctx, phone)
}

// ours returns an error if the number is not offered because the account owns it.
func (p *purchase) ours(ctx context.Context, phone string) error {
	for number, err := range p.account.API.Numbers.List(ctx, twilioapi.NumberFilter{PhoneNumber: phone}, 1) {
		if err == nil && number.PhoneNumber == phone {
			return fault.With(fmt.Errorf("the %saccount already owns %s", p.account.Prefix(), phone), fault.Failed, "twvoice numbers show "+phone)
		}
	}
	return nil // if the error matters, the purchase fails with it too
}

// present shows on standard error what will be bought and its requirements.
func (p *purchase) present(offers []offer) error {
	f := p.factory
	out := term.Output{To: f.Env.Stderr, Format: term.Table, Terminal: f.Env.Err.Is, Width: f.Env.Err.Width, Paint: f.Paint()}
	rows, err := out.List(availableView())
	if err != nil {
		return err
	}
	for _, o := range offers {
		if !o.listed {
			f.Env.Notef("%s is not among the numbers for sale: its price and requirements are unknown", o.number.PhoneNumber)
			continue
		}
		row, err := priced(o.number, o.price)
		if err == nil {
			err = rows.Add(row)
		}
		if err != nil {
			return err
		}
	}
	if err := rows.Close(); err != nil {
		return err
	}
	p.requirements(f, offers[0].number)
	return nil
}

// requirements reports what the country requires and was not given. The API reports only addresses.
func (p *purchase) requirements(f *cmdutil.Factory, n twilioapi.Available) {
	given := p.options.Address != "" || p.options.Bundle != ""
	switch requirement := n.AddressRequirements; {
	case given || requirement == "":
	case requirement == "none" && (n.ISOCountry == "US" || n.ISOCountry == "CA"):
	case requirement == "none":
		f.Env.Notef("no address needed; %s may require a regulatory bundle (--bundle BU…)", n.ISOCountry)
	case requirement == "any":
		f.Env.Notef("needs an address (--address AD…); %s may also require a regulatory bundle (--bundle BU…)", n.ISOCountry)
	default:
		f.Env.Notef("needs a %s address (--address AD…); %s may also require a regulatory bundle (--bundle BU…)", requirement, n.ISOCountry)
	}
}
