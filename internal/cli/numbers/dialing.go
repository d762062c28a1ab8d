package numbers

import "strings"

// origin is a list in which a number could be offered.
type origin struct{ country, kind string }

// origins returns the lists that may contain a number, the most likely first. It returns none for an unknown country
// code; the number can still be bought, but its price is not known before.
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

// tollFree reports whether a number has a toll-free area code of the North American plan:
// https://www.nanpa.com/numbering/toll-free-codes
func tollFree(national string) bool {
	for _, code := range []string{"800", "833", "844", "855", "866", "877", "888"} {
		if strings.HasPrefix(national, code) {
			return true
		}
	}
	return false
}

// countryOf returns the country of a calling code, for the countries in which Twilio sells numbers (ITU-T E.164.D).
// Calling codes are prefix-free, so the first match is correct.
func countryOf(digits string) string {
	for _, c := range callingCodes() {
		if strings.HasPrefix(digits, c.code) {
			return c.country
		}
	}
	return ""
}

// firstDigits returns what to search for in a country without area codes at Twilio: the beginning of its numbers.
func firstDigits(country, areaCode string) string {
	code := codeOf(country)
	if code == "" || strings.Trim(areaCode, "0123456789") != "" {
		return "search by digits instead: --country " + country + " --contains DIGITS"
	}
	if code != "1" {
		areaCode = strings.TrimPrefix(areaCode, "0") // the trunk prefix is only dialed within the country
	}
	return "search by the first digits instead: --country " + country + " --contains '+" + code + areaCode + "%'"
}

// codeOf returns the calling code of a country, or "".
func codeOf(country string) string {
	// The members of the North American plan other than the US and Canada: https://www.nanpa.com
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
