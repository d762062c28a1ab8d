package numbers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/e164"
)

var (
	countryForm  = lazy.Regexp(`^[A-Za-z]{2}$`)
	areaCodeForm = lazy.Regexp(`^[2-9][0-9]{2}$`)
)

// Filters are the flags that select numbers to buy.
type Filters struct {
	Country      string
	Type         string
	AreaCode     string
	Contains     string
	Near         string // E.164 or LAT,LONG
	Distance     int    // miles
	InRegion     string
	InLocality   string
	InPostalCode string

	Voice, SMS, MMS, Fax bool // false: with or without it
	NoAddress            bool
}

func (o *Filters) bind(flags *pflag.FlagSet) {
	flags.StringVar(&o.Country, "country", "US", "find numbers in this `country`, an ISO 3166-1 code")
	flags.StringVar(&o.Type, "type", "local", "find numbers of this `type`: local, toll-free or mobile")
	flags.StringVar(&o.AreaCode, "area-code", "", "find numbers with this area `code`; US and CA only")
	flags.StringVar(&o.Contains, "contains", "", "find numbers with these `digits` or letters, * for any one and % for any sequence: '415555****', SALES")
	flags.StringVar(&o.Near, "near", "", "find numbers near this `place`, a number or LAT,LONG; US and CA only")
	flags.IntVar(&o.Distance, "distance", 0, "find numbers within this many `miles` of --near (default 25)")
	flags.StringVar(&o.InRegion, "in-region", "", "find numbers in this state or `region`: CA")
	flags.StringVar(&o.InLocality, "in-locality", "", "find numbers in this `city`: \"San Francisco\"")
	flags.StringVar(&o.InPostalCode, "in-postal-code", "", "find numbers with this postal `code`; US and CA only")
	flags.BoolVar(&o.Voice, "voice", true, "find numbers that take calls; --voice=false for any")
	flags.BoolVar(&o.SMS, "sms", false, "find numbers that take text messages")
	flags.BoolVar(&o.MMS, "mms", false, "find numbers that take picture messages")
	flags.BoolVar(&o.Fax, "fax", false, "find numbers that take faxes")
	flags.BoolVar(&o.NoAddress, "exclude-address-required", false, "find numbers that need no address")
	cmdutil.OneOf(flags, "type", kinds()...)
}

// kinds returns the values of --type.
func kinds() []string { return []string{"local", "toll-free", "mobile"} }

// search converts the flags to a search, or returns an error for invalid ones.
func (o Filters) search() (twilioapi.Search, error) {
	if err := o.check(); err != nil {
		return twilioapi.Search{}, err
	}
	near := o.Near
	if phone, ok := e164.ParseInternational(near); ok {
		near = phone
	}
	return twilioapi.Search{
		Country: strings.ToUpper(o.Country), Type: o.Type, AreaCode: o.AreaCode, Contains: o.Contains, Near: near, Distance: o.Distance,
		InRegion: o.InRegion, InLocality: o.InLocality, InPostalCode: o.InPostalCode,
		Voice: wanted(o.Voice), SMS: wanted(o.SMS), MMS: wanted(o.MMS), Fax: wanted(o.Fax),
		ExcludeAllAddressRequired: o.NoAddress,
	}, nil
}

func wanted(on bool) *bool {
	if !on {
		return nil
	}
	return &on
}

func (o Filters) check() error {
	country := strings.ToUpper(o.Country)
	switch {
	case !countryForm().MatchString(country):
		return fault.With(fmt.Errorf("--country %q is not a country", o.Country), fault.Usage, "two letters, like --country GB")
	case !slices.Contains(kinds(), o.Type):
		return fault.With(fmt.Errorf("--type %q is not a type of number", o.Type), fault.Usage, fault.Suggest(o.Type, kinds(), "--type ", "one of "+strings.Join(kinds(), ", ")))
	case o.AreaCode != "" && country != "US" && country != "CA":
		return fault.With(fmt.Errorf("--area-code is for the US and Canada, not for %s", country), fault.Usage, firstDigits(country, o.AreaCode))
	case o.AreaCode != "" && !areaCodeForm().MatchString(o.AreaCode):
		return fault.With(fmt.Errorf("--area-code %q is not an area code", o.AreaCode), fault.Usage, "three digits, like --area-code 415")
	case o.Distance < 0 || o.Distance > 500:
		return fault.With(fmt.Errorf("--distance %d is not a distance", o.Distance), fault.Usage, "1 to 500 miles, like --distance 50")
	case o.Distance != 0 && o.Near == "":
		return fault.With(fmt.Errorf("--distance %d needs --near", o.Distance), fault.Usage, "add --near +14155550111, or --near 37.77,-122.42")
	case o.Near != "" && !place(o.Near):
		return fault.With(fmt.Errorf("--near %q is not a place", o.Near), fault.Usage, "a number, --near +14155550111, or degrees, --near 37.77,-122.42")
	}
	return nil
}

func place(typed string) bool {
	if _, ok := e164.ParseInternational(typed); ok {
		return true
	}
	latitude, longitude, ok := strings.Cut(typed, ",")
	return ok && isDegrees(latitude, 90) && isDegrees(longitude, 180)
}

func isDegrees(typed string, most float64) bool {
	d, err := strconv.ParseFloat(strings.TrimSpace(typed), 64)
	return err == nil && d >= -most && d <= most
}
