package calls

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// Twilio closes the WebSocket and then requests the action; serve may see the close frame after the request.
func TestTimelineClosesSocketBeforeItsAction(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)
	call := capture.Call{At: began}
	for name, closed := range map[string]float64{"earlier": 2.4, "at the same time": 2.5, "later": 2.504} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			socket := capture.Socket{Socket: transcript.Socket{Kind: "conversation_relay", Status: 101, Messages: []transcript.SocketMessage{{From: "twilio", Message: []byte(`{"type":"setup","sessionId":"VX1"}`)}}}}
			socket.Socket = socket.Ended(closed, "ended by the app")
			first, action := capture.Request{}, capture.Request{}
			first.ID, first.At, first.URL, first.Purpose = "r1", began, "/voice", judge.Voice
			action.ID, action.At, action.URL, action.Purpose = "r2", began.Add(2500*time.Millisecond), "/over", judge.Action
			action.Params = url.Values{"SessionId": {"VX1"}}
			shown := timeline(term.Paint{}, call, []capture.Request{first, action}, []capture.Socket{socket})
			start, end, over := strings.Index(shown, "/voice"), strings.Index(shown, "closes"), strings.Index(shown, "/over")
			if start < 0 || end < start || over < end {
				t.Errorf("the order is wrong:\n%s", shown)
			}
		})
	}
}
