package transcript_test

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<Response/>`: ``,
		`<Response><Say>Hello</Say><Hangup/></Response>`: `"Hello" · Hangup`,
		`<Response><Gather numDigits="1"><Say>Press
		1</Say><Pause/></Gather><Redirect>/voice</Redirect></Response>`: `Gather ("Press 1" Pause) · Redirect /voice`,
		`<Response><Dial><Number>+14155550122</Number></Dial></Response>`:       `Dial (Number +14155550122)`,
		"<Response><Play>a\u009b31m.mp3</Play><Say>b\u009b31m</Say></Response>": "Play a 31m.mp3 · \"b\\u009b31m\"",
	} {
		doc, err := twiml.Parse([]byte(source))
		if err != nil {
			t.Fatal(err)
		}
		if got := transcript.Summary(doc); got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
	if got := transcript.Summary(nil); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}
