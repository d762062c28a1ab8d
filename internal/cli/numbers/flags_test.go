package numbers_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/cli/cmdutil/typed"
	"github.com/twvoice/twvoice/internal/cli/numbers"
	"github.com/twvoice/twvoice/internal/lease"
)

func plain() numbers.Filters { return numbers.Filters{Country: "US", Type: "local", Voice: true} }

func TestSearchWantsAnAmericanNumberThatTakesCalls(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, numbers.NewSearch), numbers.SearchOptions{Filters: plain(), Limit: 20})
}

func TestSearchTakesEveryFilter(t *testing.T) {
	t.Parallel()
	got := typed.Options(t, numbers.NewSearch, "--country", "CA", "--type", "mobile", "--area-code", "416", "--contains", "555****", "--near", "43.65,-79.38",
		"--distance", "50", "--in-region", "ON", "--in-locality", "Toronto", "--in-postal-code", "M5V", "--voice=false", "--sms", "--mms", "--fax",
		"--exclude-address-required", "--limit", "3")
	typed.Same(t, got, numbers.SearchOptions{Limit: 3, Filters: numbers.Filters{
		Country: "CA", Type: "mobile", AreaCode: "416", Contains: "555****", Near: "43.65,-79.38", Distance: 50,
		InRegion: "ON", InLocality: "Toronto", InPostalCode: "M5V", SMS: true, MMS: true, Fax: true, NoAddress: true,
	}})
}

func TestBuyTakesANumberOrFilters(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, numbers.NewBuy, "+14155550123"), numbers.BuyOptions{Number: "+14155550123", Filters: plain(), Count: 1})
	filters := plain()
	filters.AreaCode = "415"
	typed.Same(t, typed.Options(t, numbers.NewBuy, "--voice"), numbers.BuyOptions{Filters: plain(), Filtered: true, Count: 1})
	got := typed.Options(t, numbers.NewBuy, "--area-code", "415", "--count", "2", "--name", "ci", "--max-price", "2.00", "--voice-url", "https://example.com/",
		"--address", "AD1", "--bundle", "BU1", "--ensure")
	typed.Same(t, got, numbers.BuyOptions{
		Filters: filters, Filtered: true, Count: 2, Name: "ci", MaxPrice: "2.00", VoiceURL: "https://example.com/", Address: "AD1", Bundle: "BU1", Ensure: true,
	})
}

func TestListTellsNoURLFromEveryURL(t *testing.T) {
	t.Parallel()
	none := ""
	typed.Same(t, typed.Options(t, numbers.NewList), numbers.ListOptions{})
	typed.Same(t, typed.Options(t, numbers.NewList, "--voice-url", "", "--contains", "415", "--name", "ci", "--limit", "5"),
		numbers.ListOptions{VoiceURL: &none, Contains: "415", Name: "ci", Limit: 5})
}

func TestUpdateSetsOnlyWhatIsTyped(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, numbers.NewUpdate, "ci"), numbers.UpdateOptions{Number: "ci", Set: lease.Settings{}})
	got := typed.Options(t, numbers.NewUpdate, "ci", "--name", "x", "--voice-url", "", "--voice-caller-id-lookup=false", "--trunk", "TK1", "--detach")
	typed.Same(t, got, numbers.UpdateOptions{Number: "ci", Detach: true, Set: lease.Settings{
		"FriendlyName": "x", "VoiceUrl": "", "VoiceCallerIdLookup": "false", "TrunkSid": "TK1",
	}})
}

func TestShowAndReleaseTakeNumbers(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, numbers.NewShow, "ci"), numbers.ShowOptions{Number: "ci"})
	typed.Same(t, typed.Options(t, numbers.NewRelease, "+14155550100", "ci"), numbers.ReleaseOptions{Numbers: []string{"+14155550100", "ci"}})
}
