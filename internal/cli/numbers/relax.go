package numbers

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

// filter is a typed flag.
type filter struct{ flag, value string }

func (f filter) String() string {
	if f.value == "" {
		return f.flag
	}
	return f.flag + " " + app.Quoted(runtime.GOOS, f.value)
}

// typedFilters returns the typed filters other than the country, the most selective first.
func (o Filters) typedFilters() []filter {
	var all []filter
	add := func(on bool, flag, value string) {
		if on {
			all = append(all, filter{flag, value})
		}
	}
	add(o.Contains != "", "--contains", o.Contains)
	add(o.InPostalCode != "", "--in-postal-code", o.InPostalCode)
	add(o.Near != "", "--near", o.Near)
	add(o.InLocality != "", "--in-locality", o.InLocality)
	add(o.AreaCode != "", "--area-code", o.AreaCode)
	add(o.InRegion != "", "--in-region", o.InRegion)
	add(o.Fax, "--fax", "")
	add(o.MMS, "--mms", "")
	add(o.SMS, "--sms", "")
	add(o.NoAddress, "--exclude-address-required", "")
	add(o.Type != "local", "--type", o.Type)
	return all
}

// noMatch returns the error for a search without results, with a filter to leave out.
func (o Filters) noMatch() error {
	return fault.With(errors.New("no numbers match "+o.words(o.typedFilters())), fault.Failed, o.suggestion())
}

// suggestion suggests a search without the most selective filter, or another search.
func (o Filters) suggestion() string {
	all := o.typedFilters()
	if len(all) == 0 {
		if o.Voice {
			return fmt.Sprintf("try another --country or --type, or numbers that take no calls: twvoice numbers search --country %s --voice=false", o.Country)
		}
		return "try another --country or --type: twvoice numbers search --country US --type toll-free"
	}
	names := make([]string, 0, len(all))
	for _, f := range all {
		names = append(names, f.flag)
	}
	return fmt.Sprintf("try without %s: twvoice numbers search %s", strings.Join(names, " or "), o.words(all[1:]))
}

// words returns filters as typed, the least selective first.
func (o Filters) words(narrowing []filter) string {
	words := []string{"--country " + o.Country}
	for _, f := range slices.Backward(narrowing) {
		words = append(words, f.String())
	}
	if !o.Voice {
		words = append(words, "--voice=false")
	}
	return strings.Join(words, " ")
}
