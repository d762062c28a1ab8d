package capture

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// typed returns what is stored, and what is shown live, of a session in which the caller types keys. A space is a word.
func typed(t *testing.T, keys string) (stored, live string) {
	t.Helper()
	x := NewSocketRedactor(nil)
	l := socketlog.New(socketlog.Opening{At: noon(), Hide: x.Message, HideText: x.Text, Card: x.Card})
	var shown strings.Builder
	var events []socketlog.Event
	send := func(text string) {
		events = append(events, l.Receive(noon(), socketlog.Twilio, frames.Message{Kind: frames.Text, Data: []byte(text), Size: int64(len(text))})...)
	}
	send(`{"type":"setup","callSid":"CA1"}`)
	for _, key := range keys {
		if key == ' ' {
			send(`{"type":"prompt","voicePrompt":"well","last":true}`)
			continue
		}
		send(fmt.Sprintf(`{"type":"dtmf","digit":"%c"}`, key))
	}
	record := l.Close(noon())[0].Record
	written, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Sender == socketlog.Twilio {
			shown.Write(e.Message)
		}
		for _, part := range e.Parts {
			shown.WriteString(transcript.Line(part, transcript.Plain{}))
		}
	}
	return string(written), shown.String()
}

func TestCardNumberTypedKeyByKeyIsHidden(t *testing.T) {
	t.Parallel()
	const card = "4242424242424242"
	hides := func(n int) int { return 4 * n } // in the message, twice in the item, and in the turn
	for _, tt := range []struct {
		name, keys string
		hidden     int
	}{
		{"a card number", card, 16},
		{"one that ends with a key", card + "#", 17},
		{"one that follows the key of a menu", "1" + card, 16},
		{"one digit is wrong", "4242424242424241", 0},
		{"a phone number", "4155550100", 0},
		{"words between the digits", "42424242 42424242", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			stored, _ := typed(t, tt.keys)
			if got := strings.Count(stored, Redacted); got != hides(tt.hidden) {
				t.Errorf("%d places are hidden, want %d: %s", got, hides(tt.hidden), stored)
			}
			if tt.hidden >= 16 && (strings.Contains(stored, `"digit":"4"`) || strings.Contains(stored, `"said":"2"`) || strings.Contains(stored, `"text":"2"`)) {
				t.Errorf("a digit is stored: %s", stored)
			}
		})
	}
}

// It is not known that keys are a card number before the last one, so the rest of a long row is not shown.
func TestLiveKeysAfterTheSixthAreHidden(t *testing.T) {
	t.Parallel()
	_, live := typed(t, "4242424242424242")
	if shown := strings.Count(live, "presses  ") - strings.Count(live, "presses  "+Redacted); shown != 6 || strings.Count(live, `"digit":"(redacted)"`) != 10 {
		t.Errorf("%d keys are shown, want 6: %s", shown, live)
	}
}
