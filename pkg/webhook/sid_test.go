package webhook_test

import (
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestNewSID(t *testing.T) {
	t.Parallel()
	if got, want := webhook.NewSID("CA", strings.NewReader("0123456789abcdef")), "CA30313233343536373839616263646566"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := webhook.NewSID("PN", nil); !webhook.ValidSID("PN", got) || got == webhook.NewSID("PN", nil) {
		t.Errorf("got %s, want a new SID each time", got)
	}
}

func TestNewIdempotencyToken(t *testing.T) {
	t.Parallel()
	if got, want := webhook.NewIdempotencyToken(strings.NewReader("0123456789abcdef")), "30313233-3435-4637-b839-616263646566"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestValidSID(t *testing.T) {
	t.Parallel()
	const hex = "0123456789abcdef0123456789ABCDEF"
	for _, tt := range []struct {
		name, prefix, sid string
		want              bool
	}{
		{"hexadecimal digits come in both cases", "CA", "CA" + hex, true},
		{"another prefix is another thing", "AC", "CA" + hex, false},
		{"no prefix asks for any", "", "XY" + hex, true},
		{"a prefix is two capitals", "", "xy" + hex, false},
		{"a digit too few", "CA", "CA" + hex[1:], false},
		{"a digit too many", "CA", "CA" + hex + "0", false},
		{"a letter that is no digit", "CA", "CA" + hex[1:] + "g", false},
		{"nothing", "", "", false},
		{"a path", "CA", "CA../../Accounts/0123456789abcdef0", false},
		{"a long prefix", "CA0", "CA" + hex, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := webhook.ValidSID(tt.prefix, tt.sid); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
