package numbers

import (
	"cmp"
	"context"
	"fmt"
	"math/big"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

var amountForm = lazy.Regexp(`^[0-9]+(\.[0-9]+)?$`)

// price is what a number costs per month, in the digits that the API sent. The zero value means unknown.
type price struct{ Amount, Unit string }

func (p price) known() bool { return amountForm().MatchString(p.Amount) }

func (p price) String() string {
	if !p.known() {
		return "an unknown price"
	}
	return fmt.Sprintf("%s %s per month", p.Amount, p.Unit)
}

// times returns the price of several. It adds decimal digits and never uses floats.
func (p price) times(n int) price {
	one, ok := new(big.Rat).SetString(p.Amount)
	if !p.known() || !ok {
		return price{}
	}
	return price{one.Mul(one, new(big.Rat).SetInt64(int64(n))).FloatString(2), p.Unit}
}

// within rejects a price above the limit, and an unknown one. Without a limit every price is accepted.
func (p price) within(limit, phone string) error {
	if limit == "" {
		return nil
	}
	if !p.known() {
		return fault.With(fmt.Errorf("%s: its price is unknown, so it may be above --max-price %s: nothing was bought", phone, limit),
			fault.Failed, "leave out --max-price to buy it at any price")
	}
	most, ok1 := new(big.Rat).SetString(limit)
	asked, ok2 := new(big.Rat).SetString(p.Amount)
	if ok1 && ok2 && asked.Cmp(most) <= 0 {
		return nil
	}
	return fault.With(fmt.Errorf("%s costs %s, more than --max-price %s: nothing was bought", phone, p, limit), fault.Failed, "--max-price "+p.Amount)
}

// tariff is the price list of a country. It is requested in the background when it is made, and awaited for the first
// price. If the request fails, every price is unknown; that is not an error.
type tariff struct {
	done   chan struct{}
	cancel context.CancelFunc
	prices twilioapi.Prices
}

func askPrices(ctx context.Context, api twilioapi.Pricing, country string) *tariff {
	ctx, cancel := context.WithCancel(ctx)
	t := &tariff{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(t.done)
		if prices, err := api.NumberPrices(ctx, country); err == nil {
			t.prices = prices
		}
	}()
	return t
}

// of returns the price of a type of number.
func (t *tariff) of(kind string) price {
	<-t.done
	p, ok := t.prices.Of(kind)
	if !ok {
		return price{}
	}
	return price{cmp.Or(p.Current.String(), p.Base.String()), p.Unit}
}

// close cancels the request and waits for it.
func (t *tariff) close() {
	t.cancel()
	<-t.done
}
