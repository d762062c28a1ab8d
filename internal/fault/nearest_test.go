package fault_test

import (
	"fmt"
	"strings"
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
		if got := fault.Suggest(tt.typed, names, "--tunnel ", tt.otherwise); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.typed, got, tt.want)
		}
	}
}

// D9: a folder may hold thousands of documents.
func TestNearestFewNamesFive(t *testing.T) {
	t.Parallel()
	names := []string{"/voicemail", "/voices"}
	for i := range 5000 {
		names = append(names, fmt.Sprint("/a-long-name-", i))
	}
	if got, want := fault.NearestFew("/voice", names), "/voices /voicemail "; !strings.HasPrefix(got, want) || !strings.HasSuffix(got, " (and 4997 more)") || len(got) > 200 {
		t.Errorf("got %q", got)
	}
	if got := fault.NearestFew("/voice", names[:2]); got != "/voicemail /voices" {
		t.Errorf("got %q", got)
	}
}
