package api

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/pkg/e164"
)

// readContains returns a pattern for the digits of a number including its country code, nil for
// none.
func readContains(text string) (*regexp.Regexp, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > inventory.LongestContains || !inventory.ContainsForm().MatchString(text) {
		return nil, apierror.Invalid(apierror.BadParameter, "Contains %q is not 2 to %d digits or letters with wildcards at its ends", text, inventory.LongestContains)
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '+':
			b.WriteByte('^')
		case r == '$':
			b.WriteByte('$')
		case r == '*':
			b.WriteString(`\d`)
		case r == '%':
			b.WriteString(`\d*`)
		default:
			b.WriteByte(keypadDigit(r))
		}
	}
	return regexp.Compile(b.String())
}

// keypadDigit returns the key of a letter (ITU-T E.161). Digits are returned unchanged.
func keypadDigit(r rune) byte {
	if '0' <= r && r <= '9' {
		return byte(r)
	}
	const keys = "22233344455566677778889999" // A to Z
	return keys[(r|0x20)-'a']
}

// Default and largest distance of a search, in miles.
const (
	defaultDistance = 25
	largestDistance = 500
)

// readNear reads NearLatLong or NearNumber, with Distance.
func readNear(s *inventory.Stock, query url.Values) (*inventory.Circle, error) {
	latLong, number := query.Get("NearLatLong"), query.Get("NearNumber")
	if latLong == "" && number == "" {
		return nil, nil
	}
	c := &inventory.Circle{Radius: defaultDistance}
	if text := query.Get("Distance"); text != "" {
		miles, err := strconv.Atoi(text)
		if err != nil || miles < 0 || miles > largestDistance {
			return nil, apierror.Invalid(apierror.BadParameter, "Distance %q is not a number of miles up to %d", text, largestDistance)
		}
		c.Radius = float64(miles)
	}
	if latLong != "" {
		latitude, longitude, _ := strings.Cut(latLong, ",")
		if c.Center = inventory.ReadPoint(strings.TrimSpace(latitude), strings.TrimSpace(longitude)); c.Center == nil {
			return nil, apierror.Invalid(apierror.BadParameter, "NearLatLong %q is not a latitude and a longitude", latLong)
		}
		return c, nil
	}
	at, ok := e164.ParseDialable(number)
	if !ok {
		return nil, apierror.Invalid(21401, "NearNumber %s is not a valid phone number", number)
	}
	c.Center = s.Locate(at)
	return c, nil
}

// readSearch reads the filters. AreaCode, Near… and In… work only in the US and Canada.
func readSearch(s *inventory.Stock, where *inventory.Country, kind string, query url.Values) (inventory.Search, error) {
	f := inventory.Search{Country: where.Code, Kind: kind, Place: map[string]string{}, Capable: map[string]*bool{}, RefusedAddresses: map[string]bool{}}
	for _, name := range []string{"AreaCode", "InLocality", "InRegion", "InPostalCode", "InRateCenter", "InLata"} {
		f.Place[name] = query.Get(name)
	}
	if code := f.Place["AreaCode"]; code != "" {
		if where.Dialing != "1" {
			return f, apierror.Invalid(21457, "AreaCode is not supported in %s", where.Code)
		}
		if _, err := strconv.Atoi(code); err != nil {
			return f, apierror.Invalid(21451, "AreaCode %s is invalid", code)
		}
	}
	if f.Place["InRateCenter"] != "" && f.Place["InLata"] == "" {
		return f, apierror.Invalid(apierror.BadParameter, "InRateCenter requires InLata")
	}
	if err := readFlags(&f, query); err != nil {
		return f, err
	}
	var err error
	if f.Contains, err = readContains(query.Get("Contains")); err != nil {
		return f, err
	}
	f.Near, err = readNear(s, query)
	return f, err
}

func readFlags(f *inventory.Search, query url.Values) error {
	for _, name := range []string{"VoiceEnabled", "SmsEnabled", "MmsEnabled", "FaxEnabled"} {
		on, err := rest.ReadBool(query, name)
		if err != nil {
			return err
		}
		f.Capable[name] = on
	}
	for name, refused := range map[string][]string{
		"ExcludeAllAddressRequired":     {"any", "local", "foreign"},
		"ExcludeLocalAddressRequired":   {"local"},
		"ExcludeForeignAddressRequired": {"foreign"},
	} {
		on, err := rest.ReadBool(query, name)
		if err != nil {
			return err
		}
		for _, requirement := range refused {
			f.RefusedAddresses[requirement] = f.RefusedAddresses[requirement] || on != nil && *on
		}
	}
	beta, err := rest.ReadBool(query, "Beta")
	f.Beta = beta == nil || *beta
	return err
}
