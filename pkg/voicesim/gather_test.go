package voicesim_test

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// A caller who never pauses is listened to for maxSpeechTime, and a minute where the document does not say.
func TestWordsHaveAnEnd(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		want   time.Duration
	}{
		"a minute":      {`<Response><Gather input="speech"/></Response>`, time.Minute},
		"maxSpeechTime": {`<Response><Gather input="speech" maxSpeechTime="10"/></Response>`, 10 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := began(t, test.source)
			var ends time.Duration
			for at := time.Duration(0); at < test.want; at += 4 * time.Second {
				for _, action := range m.Step(at, event.Spoke{Text: "and"}) {
					if wait, ok := action.(event.Wait); ok {
						ends = at + wait.For
					}
				}
			}
			if ends != test.want {
				t.Errorf("it listens until %s, want %s", ends, test.want)
			}
		})
	}
}
