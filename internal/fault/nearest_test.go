package fault_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"phone_number", "local", "toll-free", "none", "ngrok", "POST", "GET"}
	for typed, want := range map[string]string{
		"phone_numbr": "phone_number", "phone-number": "phone_number", "tollfree": "toll-free", "LOCAL": "local", "ngork": "ngrok",
		"psot": "POST", "PUT": "", "": "", "x": "", "zzzzzz": "",
	} {
		if got := fault.Nearest(typed, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestMeantNamesTheNearestAndWhatElseThereIs(t *testing.T) {
	t.Parallel()
	names := []string{"ngrok", "none"}
	for _, tt := range []struct{ typed, otherwise, want string }{
		{"ngork", "use ngrok or none", "did you mean --tunnel ngrok? use ngrok or none"},
		{"ngork", "", "did you mean --tunnel ngrok?"},
		{"cloudflared", "use ngrok or none", "use ngrok or none"},
	} {
		if got := fault.Meant(tt.typed, names, "--tunnel ", tt.otherwise); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.typed, got, tt.want)
		}
	}
}
