package voicetest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// check rejects invalid options, as a scenario file with them would be rejected, and makes relative
// URLs absolute. kinds are what is made, in the words of [only].
func (o *options) check(kinds ...string) {
	o.t.Helper()
	for _, only := range o.onlyFor {
		if !slices.Contains(kinds, only.what) {
			o.t.Fatalf("voicetest: %s is an option of %s, but this is %s", only.option, only.what, kinds[len(kinds)-1])
		}
	}
	call := &o.sim.Call
	for what, number := range map[string]*string{"From": &call.From, "To": &call.To} {
		written := *number
		var ok bool
		if slices.Contains(kinds, messages) {
			if *number, ok = messageAddress(written); !ok {
				o.t.Fatalf("voicetest: %s(%q) is not a number such as +14155550100, a short code, or a channel address such as whatsapp:+14155550100", what, written)
			}
		} else if *number, ok = e164.ParseCaller(written); !ok {
			o.t.Fatalf("voicetest: %s(%q) is not a number such as +14155550100, client:name, sip:user@host or anonymous", what, written)
		}
	}
	base, err := url.Parse(call.URL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		o.t.Fatalf("voicetest: URL(%q) is not an absolute http or https URL", call.URL)
	}
	for _, ref := range []*string{&call.FallbackURL, &call.Status.URL, &call.Detection.Hook.URL} {
		*ref = absolute(base, *ref)
	}
	if err := voicesim.CheckKeys(call.SendDigits); err != nil {
		o.t.Fatalf("voicetest: SendDigits: %v", err)
	}
	if mode := call.Detection.Mode; !slices.Contains([]string{"", "Enable", "DetectMessageEnd"}, mode) {
		o.t.Fatalf("voicetest: MachineDetection(%q): use Enable or DetectMessageEnd", mode)
	}
	for code := range o.expects {
		if _, ok := alert.Lookup(code); !ok && !slices.Contains(event.Rules(), code) {
			o.t.Fatalf("voicetest: Expect(%q): not a Twilio error code: five digits, or one of %s", code, strings.Join(event.Rules(), ", "))
		}
	}
}

// messageAddress returns the sender or recipient of a message as Twilio sends it.
func messageAddress(written string) (string, bool) {
	if channel, address, ok := strings.Cut(written, ":"); ok {
		return written, slices.Contains([]string{"whatsapp", "messenger", "rcs"}, channel) && address != ""
	}
	if len(written) >= 3 && len(written) <= 6 && strings.Trim(written, "0123456789") == "" {
		return written, true
	}
	return e164.Parse(written)
}

// absolute returns a URL of the application, which may be written without its host; "" stays "".
func absolute(base *url.URL, ref string) string {
	if at, err := base.Parse(ref); err == nil && ref != "" {
		return at.String()
	}
	return ref
}

// number returns a phone as people type it, in the form in which the application dials it.
func number(typed string) string {
	if parsed, ok := e164.Parse(typed); ok {
		return parsed
	}
	return strings.TrimSpace(typed)
}
