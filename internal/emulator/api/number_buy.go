package api

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/e164"
)

var areaCode = lazy.Regexp(`^[2-9][0-9]{2}$`)

// buyNumber buys a number of the stock for the account: PhoneNumber, or any number in AreaCode. It
// costs nothing.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#provision-a-phone-number
func (api *API) buyNumber(ctx context.Context, r *rest.Request) (rest.Response, error) {
	return api.buy(ctx, r, "")
}

// buyOf buys a number of one type, for the path of the type.
func (api *API) buyOf(kind string) rest.Handler {
	return func(ctx context.Context, r *rest.Request) (rest.Response, error) {
		if r.Form.Get("PhoneNumber") == "" {
			return rest.Response{}, apierror.Invalid(21421, "PhoneNumber is required")
		}
		return api.buy(ctx, r, kind)
	}
}

func (api *API) buy(ctx context.Context, r *rest.Request, kind string) (rest.Response, error) {
	var n record.Number
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		thing, err := api.chooseNumber(ctx, tx, r.Form)
		if err != nil {
			return err
		}
		if kind != "" && thing.Block.Type != kind {
			return apierror.Invalid(21458, "%s is not a number of type %s", thing.E164, kind)
		}
		n = api.NewNumber(r.Account.Sid, thing)
		if err := api.ChangeNumber(ctx, tx, r.Form, &n); err != nil {
			return err
		}
		if n.FriendlyName == "" {
			n.FriendlyName = thing.Friendly()
		}
		if err := checkRegulation(thing.Block, n); err != nil {
			return err
		}
		return api.AddNumber(ctx, tx, n)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.Created(n)
}

// chooseNumber returns the number that a form requests. Of the magic numbers
// (https://www.twilio.com/docs/iam/test-credentials#test-incoming-phone-numbers), +15005550006 is
// an ordinary number that can be bought while it has no owner.
func (api *API) chooseNumber(ctx context.Context, tx *store.Tx, form url.Values) (inventory.Item, error) {
	asked := form.Get("PhoneNumber")
	if asked == "" && form.Get("AreaCode") != "" {
		return api.chooseInAreaCode(ctx, tx, form.Get("AreaCode"))
	}
	number, ok := e164.ParseDialable(asked)
	if !ok || number == inventory.MagicInvalid {
		return inventory.Item{}, apierror.Invalid(21421, "PhoneNumber %s is invalid", asked)
	}
	thing, ok := api.Stock.Find(number)
	if !ok { // +15005550000 is not available either
		return inventory.Item{}, record.NotAvailable(number)
	}
	return thing, nil
}

// chooseInAreaCode returns the first available number of an area code.
func (api *API) chooseInAreaCode(ctx context.Context, tx *store.Tx, code string) (inventory.Item, error) {
	if !areaCode().MatchString(code) {
		return inventory.Item{}, apierror.Invalid(21451, "AreaCode %s is invalid", code)
	}
	for i := range api.Stock.Blocks {
		b := &api.Stock.Blocks[i]
		if b.AreaCode != code {
			continue
		}
		owned, err := ownedIn(ctx, tx, b)
		if err != nil {
			return inventory.Item{}, err
		}
		for n := range b.Size() {
			if e164 := b.At(n); !owned[e164] {
				return inventory.Item{Block: b, E164: e164}, nil
			}
		}
	}
	return inventory.Item{}, apierror.Invalid(21452, "No phone numbers found in area code %s", code)
}

// ownedIn returns the numbers of a block that have an owner.
func ownedIn(ctx context.Context, on store.Handle, b *inventory.Block) (map[string]bool, error) {
	rows, err := record.Owners(on).List(ctx, store.Query{Scope: b.Scope()})
	if err != nil {
		return nil, err
	}
	owned := make(map[string]bool, len(rows))
	for _, row := range rows {
		owned[row.Key] = true
	}
	return owned, nil
}

// checkRegulation rejects a purchase that lacks what the country's rules require. Addresses and bundles
// are not checked further: any SID of the right form is accepted.
//
// https://www.twilio.com/docs/phone-numbers/regulatory
func checkRegulation(b *inventory.Block, n record.Number) error {
	switch {
	case b.Bundle && n.BundleSid == "":
		return apierror.Invalid(21649, "Phone Number Requires a Bundle: %s", n.PhoneNumber)
	case b.Address == "none" || n.AddressSid != "" || n.BundleSid != "":
		return nil
	case b.Address == "local":
		return apierror.Invalid(21615, "Phone Number Requires a Local Address: %s", n.PhoneNumber)
	}
	return apierror.Invalid(21631, "Phone Number Requires an Address: %s", n.PhoneNumber)
}
