package capture

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// agentRecord is a WebSocket of call CA1, which was opened two seconds after noon.
func agentRecord() socketlog.Record {
	return socketlog.Record{
		Socket: socketlog.Socket{ID: "s1", Kind: "conversation_relay", CallSid: "CA1"}, Began: noon().Add(2 * time.Second), Ended: 1.5, Outcome: "ended by the app",
		Whole:  transcript.Socket{Kind: "conversation_relay", Status: 101, Messages: []transcript.SocketMessage{{At: 0.1, From: "app", Message: []byte(`{"type":"end"}`)}}},
		Items:  []transcript.Item{{At: 0.25, Kind: transcript.Speak, Text: "Hello"}},
		Alerts: []transcript.Alert{{At: 0.3, Level: "error", Code: "64105", Message: "lost"}, {At: 0.4, Level: "warning", Rule: "never-last"}},
	}
}

func TestSocketIsStoredWithItsCall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := Start(Options{Dir: dir, Now: noon, Session: Session{ID: "x"}})
	k.Keep(asked("/voice?CallSid=CA1", "<Response/>"))
	k.KeepSocket(agentRecord())
	other := agentRecord()
	other.CallSid = "CA2"
	k.KeepSocket(other)
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	a := archive(t, dir)
	sockets, err := a.Sockets(t.Context(), Call{CallSid: "CA1", At: noon()})
	if err != nil || len(sockets) != 1 {
		t.Fatalf("%d sockets, %v", len(sockets), err)
	}
	var lines []string
	for _, part := range sockets[0].Parts() {
		lines = append(lines, transcript.Line(part, transcript.Plain{}))
	}
	want := []string{`   2.2s  says     "Hello"`, "   2.3s  error    64105 lost", "   2.4s  warning  never-last ", "   3.5s  closes   ended by the app"}
	if diff := cmp.Diff(want, lines); diff != "" || sockets[0].At != 2 || sockets[0].Messages[0].At != 2.1 {
		t.Errorf("at %v, messages %v, lines (-want +got):\n%s", sockets[0].At, sockets[0].Messages, diff)
	}
	past, err := a.PastSockets(t.Context(), Query{Limit: 10})
	if err != nil || len(past) != 8 {
		t.Errorf("%d past events, %v", len(past), err)
	}
	calls := []Call{{CallSid: "CA1", Problems: 1}, {CallSid: "CA3"}}
	if err := a.addSocketProblems(t.Context(), calls); err != nil || calls[0].Problems != 2 || calls[1].Problems != 0 {
		t.Errorf("problems %d and %d, %v", calls[0].Problems, calls[1].Problems, err)
	}
	if err := a.Purge(t.Context(), []Head{{ID: "r1", CallSid: "CA1"}}); err != nil {
		t.Fatal(err)
	}
	if sockets, err := a.Sockets(t.Context(), Call{CallSid: "CA1"}); err != nil || len(sockets) != 0 {
		t.Errorf("%d sockets are left of a purged call, %v", len(sockets), err)
	}
	if sockets, err := a.Sockets(t.Context(), Call{CallSid: "CA2"}); err != nil || len(sockets) != 1 {
		t.Errorf("%d sockets of another call, %v", len(sockets), err)
	}
}

func TestOldSocketsArePruned(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := agentRecord()
	old.Began = noon().Add(-MaxAge - time.Hour)
	k := Start(Options{Dir: dir, Now: noon, Session: Session{ID: "x"}})
	k.KeepSocket(old)
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sockets, err := archive(t, dir).Sockets(t.Context(), Call{CallSid: "CA1"}); err != nil || len(sockets) != 0 {
		t.Errorf("%d sockets, %v", len(sockets), err)
	}
}

func TestSecretsOfSocketMessagesAreHidden(t *testing.T) {
	t.Parallel()
	type message struct{ from, sent, want string }
	same := func(from, text string) message { return message{from, text, text} }
	tests := []struct {
		name     string
		messages []message
	}{
		{"nothing secret keeps its bytes", []message{same("app", `{ "type":"text",  "token":"<b>a</b>", "n":1.50 }`), same("twilio", "no JSON"), same("app", `["a"]`)}},
		{"a secret, everywhere", []message{{"app", `{"type":"text","token":"it is very-secret-value","last":true}`, `{"last":true,"token":"it is (redacted)","type":"text"}`}, {"app", "{very-secret-value", "{(redacted)"}}},
		{"parameters by their names", []message{{"twilio", `{"type":"setup","customParameters":{"apiKey":"abc","token":"def","name":"ann"}}`, `{"customParameters":{"apiKey":"(redacted)","name":"ann","token":"(redacted)"},"type":"setup"}`}}},
		{"JSON in a string", []message{{"app", `{"type":"end","handoffData":"{\"password\":\"abc\"}"}`, `{"handoffData":"{\"password\":\"(redacted)\"}","type":"end"}`}}},
		{"what an agent asks for privately", []message{
			same("app", `{"type":"text","token":"Your P"}`), same("app", `{"type":"text","token":"IN, please.","last":true}`),
			{"twilio", `{"type":"prompt","voicePrompt":"four two"}`, `{"type":"prompt","voicePrompt":"(redacted)"}`},
			{"twilio", `{"type":"dtmf","digit":"4"}`, `{"digit":"(redacted)","type":"dtmf"}`},
			same("app", `{"type":"text","token":"Thanks.","last":true}`), same("twilio", `{"type":"prompt","voicePrompt":"bye"}`),
		}},
		{"card numbers", []message{{"twilio", `{"type":"prompt","voicePrompt":"4242 4242 4242 4242"}`, `{"type":"prompt","voicePrompt":"(redacted)"}`}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := NewSocketRedactor([]string{"very-secret-value"})
			for _, m := range tt.messages {
				if got := string(x.Message(m.from, []byte(m.sent))); got != m.want {
					t.Errorf("%s\ngot  %s\nwant %s", m.sent, got, m.want)
				}
			}
		})
	}
}

// The keeper does not grow without limit while another process holds the database.
func TestWaitingSocketsAreLimited(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock(t, dir)
	var told []string
	k := Start(Options{Dir: dir, Now: noon, Tell: func(text string) { told = append(told, text) }})
	for range 3 * maxWaitingSockets {
		k.KeepSocket(agentRecord())
	}
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%d requests were not stored", 3*maxWaitingSockets); !strings.Contains(strings.Join(told, "\n"), want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
