package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// made sends a form and returns the SID of the new resource.
func (l *local) made(t testing.TB, path string, form url.Values) string {
	t.Helper()
	var thing struct{ Sid string }
	if err := json.Unmarshal(l.want(t, http.StatusCreated, http.MethodPost, l.path(path), form), &thing); err != nil {
		t.Fatal(err)
	}
	return thing.Sid
}

// count returns the length of a list.
func (l *local) count(t testing.TB, key, path string) int {
	t.Helper()
	var body map[string]json.RawMessage
	var items []json.RawMessage
	text := l.get(t, path)
	if err := json.Unmarshal(text, &body); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body[key], &items); err != nil {
		t.Fatalf("%s: %v: %s", path, err, text)
	}
	return len(items)
}

// counts checks the lengths of lists, by query.
func (l *local) counts(t *testing.T, key, path string, want map[string]int) {
	t.Helper()
	for query, n := range want {
		if got := l.count(t, key, l.path(path)+query); got != n {
			t.Errorf("%s%s: got %d, want %d", path, query, got, n)
		}
	}
}

func home() url.Values {
	return url.Values{
		"CustomerName": {"Ada"}, "Street": {"1 Engine Row"}, "City": {"London"}, "Region": {"London"},
		"PostalCode": {"W1"}, "IsoCountry": {"GB"}, "FriendlyName": {"Home"},
	}
}

func TestAddressInUseCannotBeDeleted(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	sid := l.made(t, "/Addresses.json", home())
	l.made(t, "/Addresses.json", url.Values{
		"CustomerName": {"Bob"}, "Street": {"2"}, "City": {"Paris"}, "Region": {"IDF"}, "PostalCode": {"75001"}, "IsoCountry": {"FR"},
		"EmergencyEnabled": {"true"},
	})
	l.counts(t, "addresses", "/Addresses.json", map[string]int{
		"": 2, "?IsoCountry=GB": 1, "?CustomerName=Bob": 1, "?FriendlyName=Home": 1, "?EmergencyEnabled=true": 1, "?IsoCountry=DE": 0,
	})
	self := "/Addresses/" + sid
	body := l.want(t, http.StatusOK, http.MethodPost, l.path(self+".json"), url.Values{"City": {"Leeds"}, "IsoCountry": {"DE"}})
	if !strings.Contains(string(body), `"city":"Leeds"`) || !strings.Contains(string(body), `"iso_country":"GB"`) {
		t.Errorf("changed: %s", body)
	}
	l.want(t, http.StatusOK, http.MethodPost, l.path(l.firstNumber(t)), url.Values{"AddressSid": {sid}})
	l.counts(t, "dependent_phone_numbers", self+"/DependentPhoneNumbers.json", map[string]int{"": 1})
	l.refuses(t, 409, 20409, http.MethodDelete, l.path(self+".json"), nil)
	l.want(t, http.StatusOK, http.MethodPost, l.path(l.firstNumber(t)), url.Values{"AddressSid": {""}})
	l.counts(t, "dependent_phone_numbers", self+"/DependentPhoneNumbers.json", map[string]int{"": 0})
	l.want(t, http.StatusNoContent, http.MethodDelete, l.path(self+".json"), nil)
	l.refuses(t, 404, 20404, http.MethodGet, l.path(self+".json"), nil)
}

func TestCallerIDIsValidatedImmediately(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	var v struct {
		Code string `json:"validation_code"`
		Name string `json:"friendly_name"`
	}
	body := l.want(t, http.StatusOK, http.MethodPost, l.path("/OutgoingCallerIds.json"), url.Values{"PhoneNumber": {"+1 415 273 9164"}})
	if err := json.Unmarshal(body, &v); err != nil || len(v.Code) != 6 || v.Name != "(415) 273-9164" {
		t.Errorf("got %s, %v", body, err)
	}
	l.counts(t, "outgoing_caller_ids", "/OutgoingCallerIds.json", map[string]int{
		"": 1, "?PhoneNumber=%2B14152739164": 1, "?PhoneNumber=%2B14152739165": 0, "?FriendlyName=mine": 0,
	})
	var c struct{ URI string }
	if err := json.Unmarshal(first(t, l.get(t, l.path("/OutgoingCallerIds.json")), "outgoing_caller_ids"), &c); err != nil {
		t.Fatal(err)
	}
	l.want(t, http.StatusOK, http.MethodPost, c.URI, url.Values{"FriendlyName": {"mine"}})
	l.counts(t, "outgoing_caller_ids", "/OutgoingCallerIds.json", map[string]int{"?FriendlyName=mine": 1})
	l.get(t, c.URI)
	l.want(t, http.StatusNoContent, http.MethodDelete, c.URI, nil)
	l.refuses(t, 404, 20404, http.MethodGet, c.URI, nil)
}

func TestRefusalsOfWhatAnAccountHas(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.want(t, http.StatusOK, http.MethodPost, l.path("/OutgoingCallerIds.json"), url.Values{"PhoneNumber": {"+14152739164"}})
	unknown := strings.Repeat("0", 32)
	without := func(name string) url.Values {
		form := home()
		form.Del(name)
		return form
	}
	tests := []struct {
		name         string
		method, path string
		form         url.Values
		status, code int
	}{
		{"an address without a street", "POST", "/Addresses.json", without("Street"), 400, 20422},
		{"an address in no country", "POST", "/Addresses.json", without("IsoCountry"), 400, 20422},
		{"an unknown address", "GET", "/Addresses/AD" + unknown + ".json", nil, 404, 20404},
		{"the numbers of an unknown address", "GET", "/Addresses/AD" + unknown + "/DependentPhoneNumbers.json", nil, 404, 20404},
		{"addresses are not deleted at once", "DELETE", "/Addresses.json", nil, 405, 20004},
		{"a caller id without a number", "POST", "/OutgoingCallerIds.json", nil, 400, 21401},
		{"the magic number that is none", "POST", "/OutgoingCallerIds.json", url.Values{"PhoneNumber": {"+15005550001"}}, 400, 21401},
		{"a caller id that is there", "POST", "/OutgoingCallerIds.json", url.Values{"PhoneNumber": {"+14152739164"}}, 400, 21450},
		{"a caller id that is owned", "POST", "/OutgoingCallerIds.json", url.Values{"PhoneNumber": {"+14155550111"}}, 400, 21449},
		{"a call in two minutes", "POST", "/OutgoingCallerIds.json", url.Values{"PhoneNumber": {"+14152739165"}, "CallDelay": {"61"}}, 400, 21454},
		{"an unknown caller id", "DELETE", "/OutgoingCallerIds/PN" + unknown + ".json", nil, 404, 20404},
		{"a balance is not set", "POST", "/Balance.json", nil, 405, 20004},
		{"an unknown signing key", "GET", "/SigningKeys/SK" + unknown + ".json", nil, 404, 20404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.refuses(t, tt.status, tt.code, tt.method, l.path(tt.path), tt.form)
		})
	}
}

func TestAccountHasBalance(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	if body := l.get(t, l.path("/Balance.json")); !strings.Contains(string(body), `"balance":"100.00"`) {
		t.Errorf("got %s", body)
	}
}

func TestSigningKeysAreKeys(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	sid := l.made(t, "/SigningKeys.json", url.Values{"FriendlyName": {"tokens"}})
	l.counts(t, "signing_keys", "/SigningKeys.json", map[string]int{"": 1})
	l.counts(t, "keys", "/Keys.json", map[string]int{"": 1})
	self := l.path("/SigningKeys/" + sid + ".json")
	if body := string(l.get(t, self)); strings.Contains(body, "secret") {
		t.Errorf("shown again: %s", body)
	}
	l.want(t, http.StatusOK, http.MethodPost, self, url.Values{"FriendlyName": {"more tokens"}})
	l.want(t, http.StatusNoContent, http.MethodDelete, self, nil)
	l.refuses(t, 404, 20404, http.MethodGet, self, nil)
}
