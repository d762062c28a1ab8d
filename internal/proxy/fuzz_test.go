package proxy

import (
	"strings"
	"testing"
)

// No spelling of a host counts as Twilio's if a resolver would lead elsewhere, and none counts both as an untrusted host
// and as this machine.
func FuzzHost(f *testing.F) {
	for _, seed := range []string{"api.twilio.com:443", "twilio.com.", "API.Twilio.COM", "twilio.com.evil.example", "eviltwilio.com", "[::1]:80", "127.1", "localhost", "a@twilio.com", "twilio.com:80:80", "", ":", "[", "twilio.com%00", "twilio.com\x00.evil"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		name := hostOf(host)
		if isTwilio(host) {
			if name != "twilio.com" && !strings.HasSuffix(name, ".twilio.com") {
				t.Errorf("%q is taken for Twilio", host)
			}
			if loopback(name) {
				t.Errorf("%q is Twilio and this machine", host)
			}
		}
		if name != strings.ToLower(name) || hostOf(name+":1") != name && !strings.ContainsAny(name, ":[]") {
			t.Errorf("%q has the names %q and %q", host, name, hostOf(name+":1"))
		}
		_ = isPrivateName(name)
	})
}
