package voicetest

import (
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/e164"
)

// check refuses options that cannot be meant, as a scenario file would be refused, and completes what is relative.
func (o *options) check() {
	o.t.Helper()
	call := &o.sim.Call
	for what, number := range map[string]*string{"From": &call.From, "To": &call.To} {
		written := *number
		var ok bool
		if *number, ok = e164.ParseCaller(written); !ok {
			o.t.Fatalf("voicetest: %s(%q) is neither a number such as +14155550100, nor client:name, sip:user@host or anonymous", what, written)
		}
	}
	base, err := url.Parse(call.URL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		o.t.Fatalf("voicetest: URL(%q) is not an absolute http or https URL", call.URL)
	}
	for _, ref := range []*string{&call.FallbackURL, &call.Status.URL} {
		if at, err := base.Parse(*ref); err == nil && *ref != "" {
			*ref = at.String()
		}
	}
	for code := range o.expects {
		if _, ok := alert.Lookup(code); !ok {
			o.t.Fatalf("voicetest: Expect(%q): it is not a code of Twilio's, which are five digits", code)
		}
	}
}

// number is a phone as people type it, in the form in which the application dials it.
func number(typed string) string {
	if parsed, ok := e164.Parse(typed); ok {
		return parsed
	}
	return strings.TrimSpace(typed)
}
