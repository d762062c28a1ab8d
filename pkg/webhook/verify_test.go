package webhook_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestVerifyAcceptsTheSpellingsOfTheOfficialLibraries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, signed, given string }{
		{"the default port of https is missing", "https://a.example:443/v?x=1", "https://a.example/v?x=1"},
		{"the default port of https is there", "https://a.example/v?x=1", "https://a.example:443/v?x=1"},
		{"the default port of http is missing", "http://a.example:80/v", "http://a.example/v"},
		{"any port is dropped", "https://a.example/v", "https://a.example:3000/v"},
		{"a port behind an IPv6 address", "http://[::1]/v", "http://[::1]:3000/v"},
		{"a port behind a password", "https://u:p@a.example/v", "https://u:p@a.example:8443/v"},
		{"a scheme in capitals", "HTTP://u:p@A.example:80/v", "HTTP://u:p@A.example/v"},
		{"an apostrophe in the query", "https://a.example/v?b=It%27s+x", "https://a.example/v?b=It's+x"},
		{"a plus that was a space", "https://a.example/v?b=a%20b&c=", "https://a.example/v?b=a+b&c"},
		{"repeated names that stood apart", "https://a.example/v?a=1&a=2&b=3", "https://a.example/v?a=1&b=3&a=2"},
		{"letters that are not ASCII", "https://a.example/Espa%C3%B1a?a%C3%B1o=1", "https://a.example/España?año=1"},
		{"a WebSocket without its slash", "wss://a.example/stream/", "wss://a.example/stream"},
		{"a WebSocket at the root", "wss://a.example/", "wss://a.example"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !webhook.Verify(token, webhook.Sign(token, tt.signed, caller()), tt.given, caller()) {
				t.Errorf("got false for %s, signed as %s", tt.given, tt.signed)
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	good := webhook.Sign(token, pageQ, caller())
	for _, tt := range []struct {
		name, token, signature, url string
		params                      url.Values
	}{
		{"parameters sorted wrongly", token, "95+Bu0JVPi0r/SsESZCVf0dWAjw=", pageQ, caller("Reason", "Participant", "ReasonConferenceEnded", "test")},
		{"another host", token, good, "https://yourcompany.com/myapp.php?foo=1&bar=2", caller()},
		{"the host in another case", token, good, "https://MyCompany.com/myapp.php?foo=1&bar=2", caller()},
		{"another scheme", token, good, "http://mycompany.com/myapp.php?foo=1&bar=2", caller()},
		{"another parameter", token, good, pageQ, caller("Digits", "5")},
		{"no parameters", token, good, pageQ, nil},
		{"another token", "54321", good, pageQ, caller()},
		{"no token, not even when it signed", "", webhook.Sign("", pageQ, caller()), pageQ, caller()},
		{"no signature", token, "", pageQ, caller()},
		{"a signature with something behind it", token, good + "=", pageQ, caller()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if webhook.Verify(tt.token, tt.signature, tt.url, tt.params) {
				t.Error("got true")
			}
		})
	}
}

// TestTwilioGoAccepts holds Sign against the official validator, which knows the first value of a parameter only.
func TestTwilioGoAccepts(t *testing.T) {
	t.Parallel()
	validator := client.NewRequestValidator(token)
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			first := map[string]string{}
			for name, values := range v.params {
				if len(values) > 1 {
					return
				}
				first[name] = values[0]
			}
			if !validator.Validate(v.url, first, webhook.Sign(token, v.url, v.params)) {
				t.Error("twilio-go refuses our signature")
			}
		})
	}
}

func FuzzVerify(f *testing.F) {
	for _, v := range vectors() {
		f.Add(token, v.url, v.params.Encode(), v.signature)
	}
	f.Add("t", "://@:?#", "a=1&a=&%zz", "")
	f.Fuzz(func(t *testing.T, token, target, form, signature string) {
		params, _ := url.ParseQuery(form)
		before := maps.Clone(params)
		webhook.Verify(token, signature, target, params)
		webhook.VerifyBody(token, signature, target, []byte(form))
		if token == "" {
			return
		}
		if called, _, more := strings.Cut(target, "#"); more {
			if webhook.Verify(token, webhook.Sign(token, target, params), target, params) {
				t.Error("a URL with a fragment is none that was called, and passes")
			}
			target = called
		}
		if !webhook.Verify(token, webhook.Sign(token, target, params), target, params) {
			t.Error("our own signature is refused")
		}
		if strings.Contains(target, "bodySHA256") {
			return
		}
		if signed, signature := webhook.SignBody(token, target, []byte(form)); !webhook.VerifyBody(token, signature, signed, []byte(form)) {
			t.Error("our own signature of a body is refused")
		}
		if diff := cmp.Diff(before, params); diff != "" {
			t.Errorf("the parameters were changed (-before +after):\n%s", diff)
		}
	})
}

func TestVerifyAllocatesLittle(t *testing.T) {
	params := voiceForm()
	signature := webhook.Sign(token, pageQ, params)
	if got := testing.AllocsPerRun(100, func() { webhook.Verify(token, signature, pageQ, params) }); got > 10 {
		t.Errorf("got %v allocations for %d parameters, want 10 at most", got, len(params))
	}
}

// voiceForm has 25 parameters, about as many as Twilio sends for a call.
func voiceForm() url.Values {
	names := strings.Fields("AccountSid ApiVersion CallSid CallStatus CallToken Called CalledCity CalledCountry CalledState CalledZip " +
		"Caller CallerCity CallerCountry CallerState CallerZip Direction From FromCity FromCountry FromState FromZip StirVerstat To ToCity ToCountry")
	params := url.Values{}
	for i, name := range slices.Backward(names) {
		params.Set(name, strings.Repeat("x", i))
	}
	return params
}
