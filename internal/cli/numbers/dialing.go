package numbers

import "strings"

// origin is where a number could be on offer.
type origin struct{ country, kind string }

// origins are where a number that was named may be found, the likeliest first. Where its country is not known here,
// there are none: the number can be bought all the same, but nothing can be said about it before.
func origins(e164 string) []origin {
	digits := strings.TrimPrefix(e164, "+")
	if rest, american := strings.CutPrefix(digits, "1"); american {
		if tollFree(rest) {
			return []origin{{"US", "toll-free"}, {"CA", "toll-free"}}
		}
		return []origin{{"US", "local"}, {"CA", "local"}}
	}
	country := countryOf(digits)
	if country == "" {
		return nil
	}
	return []origin{{country, "local"}, {country, "mobile"}, {country, "toll-free"}}
}

// tollFree knows the toll-free area codes of the North American plan: https://www.nanpa.com/numbering/toll-free-codes
func tollFree(national string) bool {
	for _, code := range []string{"800", "833", "844", "855", "866", "877", "888"} {
		if strings.HasPrefix(national, code) {
			return true
		}
	}
	return false
}

// countryOf is the country of a calling code, for the countries in which Twilio sells numbers (ITU-T E.164.D). Calling
// codes are prefix-free, so that the first that fits is the one.
func countryOf(digits string) string {
	for _, c := range callingCodes() {
		if strings.HasPrefix(digits, c.code) {
			return c.country
		}
	}
	return ""
}

// firstDigits is what to search by in a country where Twilio knows no area codes: the beginning of its numbers.
func firstDigits(country, areaCode string) string {
	code := codeOf(country)
	if code == "" || strings.Trim(areaCode, "0123456789") != "" {
		return "search by digits instead: --country " + country + " --contains DIGITS"
	}
	if code != "1" {
		areaCode = strings.TrimPrefix(areaCode, "0") // which is dialed within the country only
	}
	return "search by the first digits instead: --country " + country + " --contains '+" + code + areaCode + "%'"
}

// codeOf is the calling code of a country, "" for one that is not known here.
func codeOf(country string) string {
	// The members of the North American plan beside the US and Canada: https://www.nanpa.com
	const americas = " AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI "
	if strings.Contains(americas, " "+country+" ") {
		return "1"
	}
	for _, c := range callingCodes() {
		if c.country == country {
			return c.code
		}
	}
	return ""
}

type callingCode struct{ code, country string }

func callingCodes() []callingCode {
	return []callingCode{
		{"27", "ZA"},
		{"30", "GR"},
		{"31", "NL"},
		{"32", "BE"},
		{"33", "FR"},
		{"34", "ES"},
		{"36", "HU"},
		{"39", "IT"},
		{"40", "RO"},
		{"41", "CH"},
		{"43", "AT"},
		{"44", "GB"},
		{"45", "DK"},
		{"46", "SE"},
		{"47", "NO"},
		{"48", "PL"},
		{"49", "DE"},
		{"51", "PE"},
		{"52", "MX"},
		{"54", "AR"},
		{"55", "BR"},
		{"56", "CL"},
		{"57", "CO"},
		{"60", "MY"},
		{"61", "AU"},
		{"62", "ID"},
		{"63", "PH"},
		{"64", "NZ"},
		{"65", "SG"},
		{"66", "TH"},
		{"81", "JP"},
		{"82", "KR"},
		{"84", "VN"},
		{"852", "HK"},
		{"886", "TW"},
		{"91", "IN"},
		{"351", "PT"},
		{"352", "LU"},
		{"353", "IE"},
		{"354", "IS"},
		{"356", "MT"},
		{"357", "CY"},
		{"358", "FI"},
		{"359", "BG"},
		{"370", "LT"},
		{"371", "LV"},
		{"372", "EE"},
		{"385", "HR"},
		{"386", "SI"},
		{"420", "CZ"},
		{"421", "SK"},
		{"972", "IL"},
	}
}
