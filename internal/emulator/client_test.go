package emulator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestClientSearchesBuysListsUpdatesAndReleases(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := newLocal(t).client()

	var offered string
	for number, err := range c.Available.Search(ctx, twilioapi.Search{Country: "US", AreaCode: "415", Contains: "555****"}, 1) {
		if err != nil {
			t.Fatal(err)
		}
		offered = number.PhoneNumber
	}
	bought, err := c.Numbers.Create(ctx, twilioapi.NewNumber{PhoneNumber: offered, FriendlyName: "mine", VoiceURL: "https://example.com/voice"})
	if err != nil {
		t.Fatal(err)
	}
	if bought.PhoneNumber != "+14155550100" || bought.VoiceMethod != "POST" || !bought.Capabilities.Voice || bought.Type != "local" {
		t.Errorf("bought %s", bought.Raw)
	}

	var owned []string
	for number, err := range c.Numbers.List(ctx, twilioapi.NumberFilter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		owned = append(owned, number.PhoneNumber)
	}
	if len(owned) != 2 || owned[0] != offered || owned[1] != "+14155550111" {
		t.Errorf("owned %q, want the new number before the first one", owned)
	}

	changed, err := c.Numbers.Update(ctx, bought.SID, map[string]string{"VoiceUrl": "", "StatusCallback": "http://example.com/done?a=1&b=2"})
	if err != nil || changed.VoiceURL != "" || changed.StatusCallback != "http://example.com/done?a=1&b=2" || changed.FriendlyName != "mine" {
		t.Errorf("changed %s, %v", changed.Raw, err)
	}
	if err := c.Numbers.Delete(ctx, bought.SID); err != nil {
		t.Error(err)
	}
	if _, err := c.Numbers.Get(ctx, bought.SID); !twilioapi.IsCode(err, "20404") {
		t.Errorf("after release: %v, want 20404", err)
	}
	if _, err := c.Numbers.Create(ctx, twilioapi.NewNumber{PhoneNumber: offered}); err != nil {
		t.Errorf("a released number is back in stock: %v", err)
	}
}

func TestClientReadsEveryPage(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.own(t, 0, 119)
	pages := 0
	c := l.client(func(o *twilioapi.Options) {
		o.Trace = func(twilioapi.Exchange) { pages++ }
	})
	seen := map[string]bool{}
	for number, err := range c.Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		seen[number.PhoneNumber] = true
	}
	if len(seen) != 120 || pages != 1 {
		t.Errorf("got %d numbers on %d pages, want 120 on one of at most 1000", len(seen), pages)
	}

	// The same in small pages, forwards and backwards, as a library with the default size would.
	var forwards, backwards []string
	next := l.path("/IncomingPhoneNumbers.json?PageSize=50")
	var last string
	for next != "" {
		page := l.page(t, next)
		forwards = append(forwards, page.numbers()...)
		last, next = next, page.Next
	}
	for last != "" {
		page := l.page(t, last)
		backwards = append(page.numbers(), backwards...)
		last = page.Previous
	}
	if len(forwards) != 120 || forwards[0] != stocked(118) || forwards[119] != "+14155550111" {
		t.Errorf("forwards: %d numbers, %q to %q; want 120, newest first", len(forwards), forwards[0], forwards[len(forwards)-1])
	}
	if diff := cmp.Diff(forwards, backwards); diff != "" {
		t.Errorf("backwards is not forwards:\n%s", diff)
	}
}

func TestConcurrentPurchaseHasOneWinner(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const buyers = 8
	outcome := make(chan error, buyers)
	for range buyers {
		c := onto(t, openStore(t, dir)).client() // as another process would
		go func() {
			_, err := c.Numbers.Create(t.Context(), twilioapi.NewNumber{PhoneNumber: "+12125550123"})
			outcome <- err
		}()
	}
	bought := 0
	for range buyers {
		switch err := <-outcome; {
		case err == nil:
			bought++
		case !twilioapi.IsCode(err, "21422"):
			t.Errorf("too late: got %v, want 21422", err)
		}
	}
	if bought != 1 {
		t.Errorf("%d of %d bought the number", bought, buyers)
	}
}

func TestClientActsOnASubaccount(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	l := newLocal(t)
	sub := l.subaccount(t)
	c := l.client(func(o *twilioapi.Options) { o.Account = sub.Sid })
	account, err := c.Accounts.Get(ctx, "")
	if err != nil || !account.Subaccount() || account.OwnerAccountSid != l.account.Sid || account.AuthToken != sub.AuthToken {
		t.Errorf("got %s, %v", account.Raw, err)
	}
	number, err := c.Numbers.Create(ctx, twilioapi.NewNumber{AreaCode: "212"})
	if err != nil || number.AccountSid != sub.Sid {
		t.Errorf("bought %s, %v", number.Raw, err)
	}
	if _, err := l.client().Numbers.Get(ctx, number.SID); !twilioapi.IsCode(err, "20404") {
		t.Errorf("the parent's own numbers have the subaccount's: %v", err)
	}
	moved, err := c.Numbers.Update(ctx, number.SID, map[string]string{"AccountSid": l.account.Sid})
	if err != nil || moved.AccountSid != l.account.Sid {
		t.Errorf("moved %s, %v", moved.Raw, err)
	}
	if _, err := l.client().Numbers.Get(ctx, number.SID); err != nil {
		t.Errorf("the parent does not have what was moved to it: %v", err)
	}
}

func TestClientReadsPrices(t *testing.T) {
	t.Parallel()
	prices, err := newLocal(t).client().Pricing.NumberPrices(t.Context(), "us")
	if err != nil {
		t.Fatal(err)
	}
	price, ok := prices.Of("toll-free")
	if !ok || price.Current != "2.15" || price.Unit != "USD" {
		t.Errorf("got %s", prices.Raw)
	}
}
