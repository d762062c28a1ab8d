package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	numbers, owned := "/IncomingPhoneNumbers.json", l.firstNumber(t)
	const search = "/AvailablePhoneNumbers/US/Local.json?"
	unknown := strings.Repeat("0", 32)
	tests := []struct {
		name         string
		method, path string
		form         url.Values
		status, code int
	}{
		{"an unknown path is not found", "GET", "/Teapots.json", nil, 404, 20404},
		{"the emulator has no XML", "GET", "/IncomingPhoneNumbers", nil, 404, 20404},
		{"a list is not deleted", "DELETE", numbers, nil, 405, 20004},
		{"a search is not posted to", "POST", "/AvailablePhoneNumbers/US/Local.json", nil, 405, 20004},
		{"an unknown number is not found", "GET", "/IncomingPhoneNumbers/PN" + unknown + ".json", nil, 404, 20404},
		{"nor changed", "POST", "/IncomingPhoneNumbers/PN" + unknown + ".json", nil, 404, 20404},
		{"nor released", "DELETE", "/IncomingPhoneNumbers/PN" + unknown + ".json", nil, 404, 20404},
		{"an unknown application is not found", "GET", "/Applications/AP" + unknown + ".json", nil, 404, 20404},

		{"a page larger than 1000", "GET", numbers + "?PageSize=1001", nil, 400, 20007},
		{"a web page of nothing", "GET", numbers + "?PageSize=0", nil, 400, 20422},
		{"a second page without its token", "GET", numbers + "?Page=1", nil, 400, 21481},
		{"a token that was made up", "GET", numbers + "?Page=1&PageToken=PAxyz", nil, 400, 21481},
		{"a query that cannot be read", "GET", numbers + "?PageSize=%zz", nil, 400, 20422},
		{"a filter that is no boolean", "GET", numbers + "?Beta=maybe", nil, 400, 20422},

		{"a country that does not exist", "GET", "/AvailablePhoneNumbers/XX/Local.json", nil, 404, 20404},
		{"a country by itself that does not exist", "GET", "/AvailablePhoneNumbers/XX.json", nil, 404, 20404},
		{"a type that the country does not sell", "GET", "/AvailablePhoneNumbers/US/Mobile.json", nil, 404, 20404},
		{"a type that nobody sells", "GET", "/AvailablePhoneNumbers/GB/Voip.json", nil, 404, 20404},
		{"a type that is none", "GET", "/AvailablePhoneNumbers/US/Satellite.json", nil, 404, 20404},
		{"an area code outside North America", "GET", "/AvailablePhoneNumbers/GB/Local.json?AreaCode=415", nil, 400, 21457},
		{"an area code of letters", "GET", search + "AreaCode=abc", nil, 400, 21451},
		{"Contains of one digit", "GET", search + "Contains=4", nil, 400, 20422},
		{"Contains of 17", "GET", search + "Contains=41555501001234567", nil, 400, 20422},
		{"Contains with a wildcard between digits", "GET", search + "Contains=41*55", nil, 400, 20422},
		{"a rate center without its LATA", "GET", search + "InRateCenter=CHICAGOZN1", nil, 400, 20422},
		{"near nowhere on earth", "GET", search + "NearLatLong=91,0", nil, 400, 20422},
		{"near a number that is none", "GET", search + "NearNumber=415", nil, 400, 21401},
		{"too far around", "GET", search + "NearLatLong=37,-122&Distance=501", nil, 400, 20422},

		{"buying nothing in particular", "POST", numbers, nil, 400, 21421},
		{"buying what is not a number", "POST", numbers, url.Values{"PhoneNumber": {"4155550100"}}, 400, 21421},
		{"buying an American number of too few digits", "POST", numbers, url.Values{"PhoneNumber": {"+1415555010"}}, 400, 21421},
		{"buying the magic invalid number", "POST", numbers, url.Values{"PhoneNumber": {"+15005550001"}}, 400, 21421},
		{"buying the magic unavailable number", "POST", numbers, url.Values{"PhoneNumber": {"+15005550000"}}, 400, 21422},
		{"buying somebody's number", "POST", numbers, url.Values{"PhoneNumber": {"+14152739164"}}, 400, 21422},
		{"buying what one owns", "POST", numbers, url.Values{"PhoneNumber": {"+14155550111"}}, 400, 21422},
		{"buying in an area code that is none", "POST", numbers, url.Values{"AreaCode": {"15"}}, 400, 21451},
		{"buying where there is nothing", "POST", numbers, url.Values{"AreaCode": {"533"}}, 400, 21452},
		{"buying a toll-free number as a local one", "POST", "/IncomingPhoneNumbers/Local.json", url.Values{"PhoneNumber": {"+18005550100"}}, 400, 21458},
		{"buying a mobile number by area code", "POST", "/IncomingPhoneNumbers/Mobile.json", url.Values{"AreaCode": {"415"}}, 400, 21421},
		{"buying where an address is wanted", "POST", numbers, url.Values{"PhoneNumber": {"+4917139200 11"}}, 400, 21631},
		{"buying where a local address is wanted", "POST", numbers, url.Values{"PhoneNumber": {"+49 30 23125 001"}}, 400, 21615},
		{"buying where a bundle is wanted", "POST", numbers, url.Values{"PhoneNumber": {"+33639980001"}}, 400, 21649},

		{"a URL that is relative", "POST", owned, url.Values{"VoiceUrl": {"/voice"}}, 400, 21402},
		{"a URL without a host", "POST", owned, url.Values{"VoiceUrl": {"https://"}}, 400, 21402},
		{"a URL that is no URL", "POST", owned, url.Values{"StatusCallback": {"notaurl"}}, 400, 21402},
		{"a URL of another scheme", "POST", owned, url.Values{"SmsUrl": {"ftp://example.com"}}, 400, 21402},
		{"a method that Twilio does not use", "POST", owned, url.Values{"VoiceMethod": {"PUT"}}, 400, 21403},
		{"a fallback of nothing", "POST", owned, url.Values{"VoiceFallbackUrl": {"https://example.com"}}, 400, 21405},
		{"an application that does not exist", "POST", owned, url.Values{"VoiceApplicationSid": {"AP" + unknown}}, 400, 21420},
		{"an application that is none", "POST", owned, url.Values{"SmsApplicationSid": {"main"}}, 400, 21420},
		{"a trunk that is none", "POST", owned, url.Values{"TrunkSid": {"AP" + unknown}}, 400, 20422},
		{"a name of 65 characters", "POST", owned, url.Values{"FriendlyName": {strings.Repeat("é", 65)}}, 400, 20422},
		{"a flag that is none", "POST", owned, url.Values{"VoiceCallerIdLookup": {"1"}}, 400, 20422},
		{"a transfer to what is no account", "POST", owned, url.Values{"AccountSid": {"branch"}}, 400, 21470},
		{"a transfer to a stranger", "POST", owned, url.Values{"AccountSid": {"AC" + unknown}}, 400, 21471},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.refuses(t, tt.status, tt.code, tt.method, l.path(tt.path), tt.form)
		})
	}
}

// refuses wants a refusal of exactly Twilio's shape.
func (l *local) refuses(t testing.TB, status, code int, method, path string, form url.Values) {
	t.Helper()
	w := l.send(method, path, form)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	want := map[string]any{
		"code": float64(code), "status": float64(status), "message": got["message"],
		"more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code),
	}
	if diff := cmp.Diff(want, got); diff != "" || w.Code != status {
		t.Errorf("%s %s: status %d, -want +got\n%s", method, path, w.Code, diff)
	}
	if message, _ := got["message"].(string); message == "" {
		t.Error("a refusal without words")
	}
	if id := w.Header().Get("Twilio-Request-Id"); len(id) != 34 || !strings.HasPrefix(id, "RQ") {
		t.Errorf("Twilio-Request-Id %q", id)
	}
}

// firstNumber is the path of the number that the account has from the beginning, below the account.
func (l *local) firstNumber(t testing.TB) string {
	t.Helper()
	var n struct{ URI string }
	body := first(t, l.get(t, l.path("/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550111")), "incoming_phone_numbers")
	if err := json.Unmarshal(body, &n); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(n.URI, l.path(""))
}

func TestBodiesThatAreNoForms(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	tests := []struct {
		name, kind, body string
		status           int
	}{
		{"JSON is another type", "application/json", `{"VoiceUrl":"https://example.com"}`, http.StatusUnsupportedMediaType},
		{"no type is none", "", "VoiceUrl=x", http.StatusUnsupportedMediaType},
		{"broken escapes cannot be read", "application/x-www-form-urlencoded", "VoiceUrl=%zz", http.StatusBadRequest},
		{"a megabyte is too much", "application/x-www-form-urlencoded", "FriendlyName=" + strings.Repeat("a", 1<<20), http.StatusRequestEntityTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequestWithContext(t.Context(), "POST", "http://local"+l.path("/Applications.json"), strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			r.SetBasicAuth(l.account.Sid, l.account.AuthToken)
			r.Header.Set("Content-Type", tt.kind)
			answer, err := l.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			if answer.StatusCode != tt.status || answer.Header.Get("Content-Type") != "application/json" {
				t.Errorf("got %d %s, want %d in JSON", answer.StatusCode, answer.Header.Get("Content-Type"), tt.status)
			}
		})
	}
}
