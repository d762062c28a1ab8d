package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
)

// A set of values to look at: every value by its key.
type fields map[string]any

func (l *local) fields(t testing.TB, status int, method, path string, form url.Values) fields {
	t.Helper()
	var f fields
	if err := json.Unmarshal(l.want(t, status, method, path, form), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// wants compares the values that are named.
func (f fields) wants(t testing.TB, want fields) {
	t.Helper()
	got := fields{}
	for name := range want {
		got[name] = f[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestNewAccountHasOneNumberWithoutWebhook(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.fields(t, 200, "GET", l.path(l.firstNumber(t)), nil).wants(t, fields{
		"phone_number": "+14155550111", "friendly_name": "(415) 555-0111", "voice_url": "", "voice_method": "POST",
		"status_callback_method": "POST", "trunk_sid": nil, "voice_application_sid": "", "address_sid": nil,
		"capabilities": map[string]any{"voice": true, "sms": true, "mms": true, "fax": false}, "origin": "twilio", "status": "in-use",
	})
}

func TestUpdatesChangeWhatTheyName(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithClock(func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }))
	path := l.path(l.firstNumber(t))
	app := l.application(t)
	trunk := "TK" + strings.Repeat("a", 32)
	steps := []struct {
		name string
		form url.Values
		want fields
	}{
		{
			"a URL and a method in small letters",
			url.Values{"VoiceUrl": {"https://example.com/v"}, "VoiceMethod": {"get"}},
			fields{"voice_url": "https://example.com/v", "voice_method": "GET", "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000"},
		},
		{
			"a fallback of the URL that is there",
			url.Values{"VoiceFallbackUrl": {"http://example.com/f"}},
			fields{"voice_url": "https://example.com/v", "voice_fallback_url": "http://example.com/f"},
		},
		{"nothing, and what nobody knows", url.Values{"Color": {"blue"}}, fields{"voice_url": "https://example.com/v"}},
		{
			"empty values clear",
			url.Values{"VoiceUrl": {""}, "VoiceMethod": {""}, "VoiceFallbackUrl": {""}, "FriendlyName": {"mine"}},
			fields{"voice_url": "", "voice_method": "POST", "voice_fallback_url": "", "friendly_name": "mine"},
		},
		{
			"an application",
			url.Values{"VoiceApplicationSid": {app}, "SmsApplicationSid": {app}},
			fields{"voice_application_sid": app, "sms_application_sid": app},
		},
		{"a trunk takes the application's place", url.Values{"TrunkSid": {trunk}}, fields{"trunk_sid": trunk, "voice_application_sid": "", "sms_application_sid": app}},
		{"and the other way round", url.Values{"VoiceApplicationSid": {app}}, fields{"trunk_sid": nil, "voice_application_sid": app}},
		{
			"an emergency address",
			url.Values{"EmergencyAddressSid": {"AD" + strings.Repeat("b", 32)}, "EmergencyStatus": {"Active"}, "VoiceCallerIdLookup": {"true"}},
			fields{"emergency_address_status": "registered", "emergency_status": "Active", "voice_caller_id_lookup": true},
		},
	}
	for _, step := range steps { // each on what the one before left
		t.Log(step.name)
		l.fields(t, 200, "POST", path, step.form).wants(t, step.want)
		l.fields(t, 200, "GET", path, nil).wants(t, step.want)
	}

	l.want(t, http.StatusNoContent, "DELETE", l.path("/Applications/"+app+".json"), nil)
	l.fields(t, 200, "GET", path, nil).wants(t, fields{"voice_application_sid": "", "sms_application_sid": ""})
}

// application is the SID of a new one.
func (l *local) application(t testing.TB) string {
	t.Helper()
	form := url.Values{"FriendlyName": {"menu"}, "VoiceUrl": {"https://example.com/menu"}}
	return l.fields(t, http.StatusCreated, "POST", l.path("/Applications.json"), form)["sid"].(string)
}

func TestRefusedUpdateChangesNothing(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	path := l.path(l.firstNumber(t))
	l.refuses(t, 400, 21402, "POST", path, url.Values{"FriendlyName": {"half"}, "VoiceUrl": {"nowhere"}})
	l.fields(t, 200, "GET", path, nil).wants(t, fields{"friendly_name": "(415) 555-0111"})
}

func TestApplications(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	app := l.application(t)
	path := l.path("/Applications/" + app + ".json")
	l.fields(t, 200, "GET", path, nil).wants(t, fields{"friendly_name": "menu", "voice_url": "https://example.com/menu", "voice_method": "POST"})
	l.fields(t, 200, "POST", path, url.Values{"VoiceMethod": {"GET"}, "PublicApplicationConnectEnabled": {"true"}}).
		wants(t, fields{"voice_method": "GET", "public_application_connect_enabled": true, "friendly_name": "menu"})
	l.refuses(t, 400, 21402, "POST", path, url.Values{"SmsUrl": {"x"}})
	for query, want := range map[string]float64{"": 1, "?FriendlyName=menu": 1, "?FriendlyName=other": 0} {
		list := l.fields(t, 200, "GET", l.path("/Applications.json"+query), nil)
		if got := len(list["applications"].([]any)); float64(got) != want {
			t.Errorf("%q: got %d applications, want %v", query, got, want)
		}
	}
	l.as(l.subaccount(t)).refuses(t, 401, 20003, "GET", path, nil)
	l.want(t, http.StatusNoContent, "DELETE", path, nil)
	l.refuses(t, 404, 20404, "GET", path, nil)
}

func TestBuyingByTypeAndRule(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	address, bundle := "AD"+strings.Repeat("a", 32), "BU"+strings.Repeat("b", 32)
	tests := []struct {
		name, path string
		form       url.Values
		want       fields
	}{
		{"the magic number", "", url.Values{"PhoneNumber": {"+15005550006"}}, fields{"phone_number": "+15005550006"}},
		{"toll-free by its own path", "/TollFree", url.Values{"PhoneNumber": {"+1 (800) 555-0100"}}, fields{"friendly_name": "(800) 555-0100", "type": "tollfree"}},
		{"mobile by its own path", "/Mobile", url.Values{"PhoneNumber": {"+447700900001"}}, fields{"friendly_name": "+447700900001", "type": "mobile"}},
		{"with the address that is wanted", "/Local", url.Values{"PhoneNumber": {"+493023125001"}, "AddressSid": {address}}, fields{"address_sid": address, "address_requirements": "local"}},
		{"with the bundle that is wanted", "", url.Values{"PhoneNumber": {"+33639980001"}, "BundleSid": {bundle}}, fields{"bundle_sid": bundle}},
		{
			"with everything set at once", "",
			url.Values{"AreaCode": {"206"}, "VoiceUrl": {"https://example.com"}, "StatusCallback": {"https://example.com/s"}, "FriendlyName": {"front desk"}},
			fields{"phone_number": "+12065550100", "voice_url": "https://example.com", "status_callback": "https://example.com/s", "friendly_name": "front desk"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.fields(t, http.StatusCreated, "POST", l.path("/IncomingPhoneNumbers"+tt.path+".json"), tt.form).wants(t, tt.want)
		})
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.own(t, 0, 2)
	buy := func(form url.Values) {
		t.Helper()
		l.want(t, http.StatusCreated, "POST", l.path("/IncomingPhoneNumbers.json"), form)
	}
	buy(url.Values{"PhoneNumber": {"+18005550100"}, "FriendlyName": {"desk"}})
	buy(url.Values{"PhoneNumber": {"+447700900001"}})
	tests := []struct {
		name, path string
		want       []string
	}{
		{"all, newest first", ".json", []string{"+447700900001", "+18005550100", stocked(1), stocked(0), "+14155550111"}},
		{"a number in full", ".json?PhoneNumber=%2B14155550111", []string{"+14155550111"}},
		{"a number in full that is not owned", ".json?PhoneNumber=%2B14155550112", nil},
		{"part of a number", ".json?PhoneNumber=5550", []string{"+18005550100", "+14155550111"}},
		{"a pattern", ".json?PhoneNumber=%2B1***555", []string{"+18005550100", "+14155550111"}},
		{"a name", ".json?FriendlyName=desk", []string{"+18005550100"}},
		{"an origin that nothing has", ".json?Origin=hosted", nil},
		{"no new ones", "/Mobile.json?Beta=false", []string{"+447700900001"}},
		{"local ones, a web page of them", "/Local.json?PageSize=2", []string{stocked(1), stocked(0)}},
		{"toll-free ones", "/TollFree.json", []string{"+18005550100"}},
		{"a number in full of another type", "/TollFree.json?PhoneNumber=%2B14155550111", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, l.page(t, l.path("/IncomingPhoneNumbers"+tt.path)).numbers()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
