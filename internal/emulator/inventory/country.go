package inventory

import (
	_ "embed"
	"strings"
)

// countryTable holds the countries of the stock and their prices.
//
//go:embed countries.tsv
var countryTable string

// Country is a country that has numbers. Prices are decimal digits, "" where nothing is sold.
type Country struct {
	Code, Name, Dialing string
	Rent, Inbound       map[string]string // by type of number, as the Pricing API names it: "toll free"
	Landline, Mobile    string            // outbound minutes
}

func newCountries() []Country {
	var all []Country
	for _, c := range parseTable(countryTable) {
		all = append(all, Country{
			Code: c[0], Name: c[1], Dialing: c[2],
			Rent:     map[string]string{"local": c[3], "mobile": c[4], "toll free": c[5], "national": c[11], "shared cost": c[13]},
			Inbound:  map[string]string{"local": c[6], "mobile": c[7], "toll free": c[8], "national": c[12], "shared cost": c[14]},
			Landline: c[9], Mobile: c[10],
		})
	}
	return all
}

// Country returns a country by its code (ISO 3166-1) in any case, or nil.
func (s *Stock) Country(code string) *Country {
	for i := range s.Countries {
		if strings.EqualFold(s.Countries[i].Code, code) {
			return &s.Countries[i]
		}
	}
	return nil
}

// Sells reports whether a country has numbers of a type: "local", "mobile", "tollfree", …
func (c *Country) Sells(kind string) bool { return c.Rent[PriceName(kind)] != "" }

// PriceName returns the name of a type of number in the Pricing API.
func PriceName(kind string) string {
	switch kind {
	case "tollfree":
		return "toll free"
	case "sharedcost":
		return "shared cost"
	}
	return kind
}

// Kinds returns the types of numbers, with their names in paths and links. No fictional numbers are
// reserved for the last two, so no country sells them.
func Kinds() []kind {
	return []kind{
		{"local", "Local", "local", true},
		{"mobile", "Mobile", "mobile", true},
		{"tollfree", "TollFree", "toll_free", true},
		{"national", "National", "national", false},
		{"sharedcost", "SharedCost", "shared_cost", false},
		{"voip", "Voip", "voip", false},
		{"machinetomachine", "MachineToMachine", "machine_to_machine", false},
	}
}

// kind is a type of number. own is set if the API has a separate list for owned numbers of the
// type.
type kind struct {
	Name, Path, Link string
	HasOwnList       bool
}
