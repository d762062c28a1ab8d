package emulator

import "context"

// availableCountry is a country where numbers can be bought.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
type availableCountry struct {
	CountryCode     string            `json:"country_code"`
	Country         string            `json:"country"`
	URI             string            `json:"uri"`
	Beta            bool              `json:"beta"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// available is the country as it is shown to an account.
func (c *country) available(accountSid string) availableCountry {
	base := accountsPath + "/" + accountSid + "/AvailablePhoneNumbers/" + c.Code
	links := map[string]string{}
	for _, k := range kinds() {
		if c.sells(k.name) {
			links[k.link] = base + "/" + k.path + ".json"
		}
	}
	return availableCountry{CountryCode: c.Code, Country: c.Name, URI: base + ".json", SubresourceURIs: links}
}

// listCountries answers with all of them at once, as Twilio does.
func (e *Server) listCountries(_ context.Context, r *request) (answer, error) {
	body := struct {
		Countries []availableCountry `json:"countries"`
		URI       string             `json:"uri"`
	}{URI: r.path}
	for i := range e.stock.countries {
		body.Countries = append(body.Countries, e.stock.countries[i].available(r.account.Sid))
	}
	return ok(body)
}

func (e *Server) fetchCountry(_ context.Context, r *request) (answer, error) {
	c := e.stock.country(r.arg("CountryCode"))
	if c == nil {
		return answer{}, missing(r.path)
	}
	return ok(c.available(r.account.Sid))
}
