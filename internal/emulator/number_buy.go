package emulator

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/store"
)

var areaCode = lazy.Regexp(`^[2-9][0-9]{2}$`)

// buyNumber gives the account a number of the stock: that of PhoneNumber, or any in AreaCode. It is free.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#provision-a-phone-number
func (e *Server) buyNumber(ctx context.Context, r *request) (answer, error) {
	return e.buy(ctx, r, "")
}

// buyOf buys a number that must be of a type, by its own path.
func (e *Server) buyOf(kind string) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		if r.form.Get("PhoneNumber") == "" {
			return answer{}, invalid(21421, "PhoneNumber is required")
		}
		return e.buy(ctx, r, kind)
	}
}

func (e *Server) buy(ctx context.Context, r *request, kind string) (answer, error) {
	var n number
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		thing, err := e.choose(ctx, tx, r.form)
		if err != nil {
			return err
		}
		if kind != "" && thing.block.Type != kind {
			return invalid(21458, "%s is not a number of type %s", thing.e164, kind)
		}
		n = e.newNumber(r.account.Sid, thing)
		if err := e.change(ctx, tx, r.form, &n); err != nil {
			return err
		}
		if n.FriendlyName == "" {
			n.FriendlyName = thing.friendly()
		}
		if err := permitted(thing.block, n); err != nil {
			return err
		}
		return e.own(ctx, tx, n)
	})
	if err != nil {
		return answer{}, err
	}
	return created(n)
}

// choose is the number that a form asks for.
// Of the magic numbers (https://www.twilio.com/docs/iam/test-credentials#test-incoming-phone-numbers) +15005550006 is
// one like any other, which can be bought until it has an owner.
func (e *Server) choose(ctx context.Context, tx *store.Tx, form url.Values) (item, error) {
	asked := form.Get("PhoneNumber")
	if asked == "" && form.Get("AreaCode") != "" {
		return e.chooseIn(ctx, tx, form.Get("AreaCode"))
	}
	e164 := e164(asked)
	if e164 == "" || e164 == magicInvalid {
		return item{}, invalid(21421, "PhoneNumber %s is invalid", asked)
	}
	thing, ok := e.stock.find(e164)
	if !ok { // and so is +15005550000
		return item{}, taken(e164)
	}
	return thing, nil
}

// chooseIn is the first number of an area code that nobody owns.
func (e *Server) chooseIn(ctx context.Context, tx *store.Tx, code string) (item, error) {
	if !areaCode().MatchString(code) {
		return item{}, invalid(21451, "AreaCode %s is invalid", code)
	}
	for i := range e.stock.blocks {
		b := &e.stock.blocks[i]
		if b.AreaCode != code {
			continue
		}
		owned, err := ownedIn(ctx, tx, b)
		if err != nil {
			return item{}, err
		}
		for n := range b.size() {
			if e164 := b.at(n); !owned[e164] {
				return item{b, e164}, nil
			}
		}
	}
	return item{}, invalid(21452, "No phone numbers found in area code %s", code)
}

// ownedIn is the numbers of a block that have an owner.
func ownedIn(ctx context.Context, on store.Handle, b *block) (map[string]bool, error) {
	rows, err := ownersIn(on).List(ctx, store.Query{Scope: b.shelf()})
	if err != nil {
		return nil, err
	}
	owned := make(map[string]bool, len(rows))
	for _, row := range rows {
		owned[row.Key] = true
	}
	return owned, nil
}

// permitted refuses what the country's rules want and the buyer did not bring. Addresses and bundles are not kept
// here: a SID of the right form is believed.
//
// https://www.twilio.com/docs/phone-numbers/regulatory
func permitted(b *block, n number) error {
	switch {
	case b.Bundle && n.BundleSid == "":
		return invalid(21649, "Phone Number Requires a Bundle: %s", n.PhoneNumber)
	case b.Address == "none" || n.AddressSid != "" || n.BundleSid != "":
		return nil
	case b.Address == "local":
		return invalid(21615, "Phone Number Requires a Local Address: %s", n.PhoneNumber)
	}
	return invalid(21631, "Phone Number Requires an Address: %s", n.PhoneNumber)
}
