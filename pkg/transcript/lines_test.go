package transcript_test

import (
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/transcript"
)

func TestAlertHasAPosition(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://localhost/voice": "[http://localhost/voice:1:11]",
		"":                       " [1:11]", // a document that was given with the call
	} {
		a := transcript.Alert{Code: "11100", Level: "error", Message: "It has no URL", URL: url, Line: 1, Column: 11}
		if got := transcript.Line(a, transcript.Plain{}); !strings.HasSuffix(got, want) {
			t.Errorf("got %q, want %q at its end", got, want)
		}
	}
}
