package twiml_test

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestWants(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ element, attr, want string }{
		{"Say", "loop", "a whole number"},
		{"Pause", "length", "a whole number of at least 1"},
		{"Gather", "speechTimeout", "a whole number of at least 1, or auto"},
		{"Gather", "input", "some of dtmf, speech, separated by spaces"},
		{"Gather", "bargeIn", "true or false"},
		{"Gather", "finishOnKey", "one of the keys 0123456789*#, or nothing"},
		{"Gather", "language", "a language like en-US"},
		{"Redirect", "method", "GET or POST"},
		{"Reject", "reason", "one of rejected, busy"},
		{"Stream", "url", "a wss:// URL"},
	} {
		spec, ok := twiml.Lookup(tt.element)
		if !ok {
			t.Fatalf("no %s", tt.element)
		}
		attr, ok := spec.Attr(tt.attr)
		if !ok {
			t.Fatalf("no %s on %s", tt.attr, tt.element)
		}
		if got := attr.Wants(); got != tt.want {
			t.Errorf("%s on %s: got %q, want %q", tt.attr, tt.element, got, tt.want)
		}
	}
}
