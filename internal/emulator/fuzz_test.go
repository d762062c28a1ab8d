package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
)

// Every request of an account is answered as Twilio answers: in JSON, never with an internal
// failure, and its lists can be read afterwards.
func FuzzREST(f *testing.F) {
	for _, path := range []string{
		"/IncomingPhoneNumbers.json", "/Calls.json", "/Applications.json", "/Messages.json", "/AvailablePhoneNumbers/US/Local.json",
		"/Addresses.json", "/OutgoingCallerIds.json", "/Queues.json", "/Conferences.json", "/Recordings.json", "/Usage/Records/Daily.json",
		"/Usage/Triggers.json", "/Keys.json", "/Balance.json", ".json", "/IncomingPhoneNumbers/PN0/X.json", "/Calls/CA0/Recordings.json", "/%zz",
	} {
		f.Add("GET", path, "PageSize=2&Page=1&PageToken=PA&StartDate=2020-01-01", "")
		f.Add("POST", path, "", "PhoneNumber=%2B14155550100&To=%2B14155550100&From=%2B14155550111&Url=http://a.example&Body=x&FriendlyName=a&Twiml=<Response/>")
		f.Add("DELETE", path, "", "")
	}
	f.Fuzz(func(t *testing.T, method, path, query, form string) {
		if !token(method) {
			return
		}
		l := newLocal(t)
		w := controlErrorf(t, l, method, l.path(path), query, form)
		if w == nil {
			return
		}
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable { // this emulator does not run calls
			t.Errorf("%s %s?%s %q: %d %s", method, path, query, form, w.Code, w.Body)
		}
		twilios(t, w, method)
		list := controlErrorf(t, l, http.MethodGet, l.path("/IncomingPhoneNumbers.json"), "", "")
		if closed := list.Code == http.StatusUnauthorized || list.Code == http.StatusForbidden; list.Code != http.StatusOK && !closed {
			t.Errorf("afterwards: %d %s", list.Code, list.Body)
		}
	})
}

func FuzzControl(f *testing.F) {
	f.Add("POST", "/calls", "to=%2B14155550111&press=1", false)
	f.Add("POST", "/calls", `{"to":"+14155550111","say":["a"],"hang_up_after":{}}`, true)
	f.Add("POST", "/calls/CA1/press", "digits=1", false)
	f.Add("GET", "/deliveries", "", false)
	f.Fuzz(func(t *testing.T, method, path, body string, isJSON bool) {
		u, err := url.ParseRequestURI("/_twvoice" + path)
		if err != nil || !token(method) {
			return
		}
		r := httptest.NewRequest(method, "http://127.0.0.1/", strings.NewReader(body))
		r.URL = u
		if isJSON {
			r.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		newLocal(t).Handler.ServeHTTP(w, r)
		redirected := w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusPermanentRedirect
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable || !redirected && method != http.MethodHead && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s %q: %d %s", method, path, body, w.Code, w.Body)
		}
	})
}

func FuzzReadSeed(f *testing.F) {
	for _, seed := range []string{
		"", "account: {sid: AC1, auth_token: x}", "numbers:\n  - number: '+14155550100'\n    voice_url: http://a.example\n",
		"phones:\n  '+14155550100': {does: busy, after: 1s, press: [1]}\n", "faults:\n  - {method: GET, path: /x, status: 500, retry_after: 1}\n",
		"a: &a [*a]", "latency: 1h", "- 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		seed, err := emulator.ReadSeed("seed.yaml", []byte(source))
		if err != nil {
			if !strings.Contains(err.Error(), "seed.yaml") {
				t.Errorf("no file is named: %v", err)
			}
			return
		}
		if _, err := seed.Options(); err != nil {
			return
		}
		_ = newLocal(t).Handler.(*emulator.Server).ApplySeed(t.Context(), seed) // a refusal is as good; a panic is not
	})
}

// controlErrorf returns the answer to a request; nil for a URL that net/http would never pass on.
func controlErrorf(t *testing.T, l *local, method, path, query, form string) *httptest.ResponseRecorder {
	t.Helper()
	u, err := url.ParseRequestURI(path)
	if err != nil {
		return nil
	}
	u.RawQuery = query
	r := httptest.NewRequest(method, "http://api.twilio.com/", strings.NewReader(form))
	r.URL, r.RequestURI = u, u.RequestURI()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(l.account.Sid, l.account.AuthToken)
	w := httptest.NewRecorder()
	l.Handler.ServeHTTP(w, r)
	return w
}

// twilios checks that an answer has the form of Twilio's.
func twilios(t *testing.T, w *httptest.ResponseRecorder, method string) {
	t.Helper()
	if w.Header().Get("Content-Type") != "application/json" || method == http.MethodHead {
		if w.Code >= http.StatusBadRequest {
			t.Errorf("an error without JSON: %d %s", w.Code, w.Body)
		}
		return
	}
	var answer struct {
		Code     *int
		Message  string
		MoreInfo string `json:"more_info"`
		Status   any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%d is no JSON: %v: %s", w.Code, err, w.Body)
	}
	if w.Code >= http.StatusBadRequest && (answer.Code == nil || answer.Message == "" || answer.MoreInfo == "" || answer.Status == nil) {
		t.Errorf("%d has not the shape of an error: %s", w.Code, w.Body)
	}
}

// token reports whether text can be a method (RFC 9110, 5.6.2).
func token(text string) bool {
	return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
