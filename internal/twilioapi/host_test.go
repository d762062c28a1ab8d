package twilioapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// visit makes a call to each of Twilio's hosts and tells where they went.
func visit(t *testing.T, o twilioapi.Options) (api, pricing string, err error) {
	t.Helper()
	c := clientOver(func(r *http.Request) (*http.Response, error) {
		at := r.URL.Scheme + "://" + r.URL.Host + r.URL.Path
		if strings.Contains(at, "/v1/") {
			pricing = at
		} else {
			api = at
		}
		return respond(200, anything), nil
	}, func(all *twilioapi.Options) { all.Region, all.Edge, all.BaseURL = o.Region, o.Edge, o.BaseURL })
	if _, err := c.Accounts.Get(t.Context(), ""); err != nil {
		return "", "", err
	}
	_, err = c.Pricing.NumberPrices(t.Context(), "us")
	return api, pricing, err
}

func TestRequestsGoWhereTheOptionsSay(t *testing.T) {
	t.Parallel()
	const api, pricing = "/2010-04-01/Accounts/" + ac + ".json", "/v1/PhoneNumbers/Countries/US"
	tests := []struct {
		name         string
		options      twilioapi.Options
		api, pricing string
	}{
		{"nothing said is Twilio's usual host", twilioapi.Options{}, "https://api.twilio.com", "https://pricing.twilio.com"},
		{"region and edge are both named", twilioapi.Options{Region: "ie1", Edge: "frankfurt"}, "https://api.frankfurt.ie1.twilio.com", "https://pricing.frankfurt.ie1.twilio.com"},
		{"an edge alone leads to us1", twilioapi.Options{Edge: "singapore"}, "https://api.singapore.us1.twilio.com", "https://pricing.singapore.us1.twilio.com"},
		{"Ireland alone is entered at Dublin", twilioapi.Options{Region: "ie1"}, "https://api.dublin.ie1.twilio.com", "https://pricing.dublin.ie1.twilio.com"},
		{"Australia alone is entered at Sydney", twilioapi.Options{Region: "au1"}, "https://api.sydney.au1.twilio.com", "https://pricing.sydney.au1.twilio.com"},
		{"a server of one's own stands for all hosts", twilioapi.Options{BaseURL: "http://127.0.0.1:4010"}, "http://127.0.0.1:4010", "http://127.0.0.1:4010"},
		{"a base URL may have a path", twilioapi.Options{BaseURL: "https://mock.example/twilio/"}, "https://mock.example/twilio", "https://mock.example/twilio"},
		{"a base URL wins over region and edge", twilioapi.Options{BaseURL: "http://[::1]:4010", Region: "ie1", Edge: "x"}, "http://[::1]:4010", "http://[::1]:4010"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			gotAPI, gotPricing, err := visit(t, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if gotAPI != tt.api+api || gotPricing != tt.pricing+pricing {
				t.Errorf("got  %s\nand  %s\nwant %s\nand  %s", gotAPI, gotPricing, tt.api+api, tt.pricing+pricing)
			}
		})
	}
}

func TestPlacesThatDoNotExistAreRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options twilioapi.Options
		says    string
	}{
		{"an unknown region alone has no edge", twilioapi.Options{Region: "mars1"}, `"mars1"`},
		{"a region that would lead elsewhere", twilioapi.Options{Region: "evil.example/", Edge: "dublin"}, "evil.example/"},
		{"an edge that would lead elsewhere", twilioapi.Options{Edge: "a@b"}, "a@b"},
		{"a base URL without a scheme", twilioapi.Options{BaseURL: "127.0.0.1:4010"}, "http://host:port"},
		{"a base URL of another scheme", twilioapi.Options{BaseURL: "localhost:4010"}, "http://host:port"},
		{"a base URL with a password", twilioapi.Options{BaseURL: "http://me:hunter2@127.0.0.1"}, "user or password"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			api, _, err := visit(t, tt.options)
			if fault.ExitOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.says) || api != "" {
				t.Errorf("got %v (exit %d, sent to %q), want a usage error with %s", err, fault.ExitOf(err), api, tt.says)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%v shows the password", err)
			}
		})
	}
}

// The environment belongs to internal/config. Not parallel, because it sets it.
func TestEnvironmentIsIgnored(t *testing.T) {
	t.Setenv("TWILIO_REGION", "ie1")
	t.Setenv("TWILIO_EDGE", "dublin")
	api, _, err := visit(t, twilioapi.Options{})
	if err != nil || !strings.HasPrefix(api, "https://api.twilio.com/") {
		t.Errorf("got %s, %v; want api.twilio.com", api, err)
	}
}
