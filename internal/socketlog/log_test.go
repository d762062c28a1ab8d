package socketlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/pkg/transcript"
)

const setup = `{"type":"setup","sessionId":"VX1","callSid":"CA1","accountSid":"AC1","from":"+14155550100","to":"+14155550111"}`

// noon is when all WebSockets of the tests are opened.
func noon() time.Time { return time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC) }

// follow passes messages, "app MESSAGE" or "twilio MESSAGE", one every 100 ms. "wait" takes three seconds, and
// "app close", "app drop" and "app broken" end a side. It returns all parts as lines, with the record.
func follow(messages ...string) (lines []string, record *Record) {
	l, at := New(Opening{ID: "s1", At: noon(), Took: 3 * time.Millisecond, URL: "wss://x.ngrok.app/ws"}), noon()
	add := func(all []Event) {
		for _, e := range all {
			for _, part := range e.Parts {
				lines = append(lines, transcript.Line(part, transcript.Plain{}))
			}
			if e.Cycle != nil {
				lines = append(lines, "… "+e.Cycle.Text)
			}
			record = e.Record
		}
	}
	for _, message := range messages {
		at = at.Add(100 * time.Millisecond)
		from, data, _ := strings.Cut(message, " ")
		m := frames.Message{Kind: frames.Text, Data: []byte(data), Size: int64(len(data))}
		switch {
		case message == "wait":
			at = at.Add(3 * time.Second)
			continue
		case data == "close":
			m.Kind, m.Data = frames.Close, append(binary.BigEndian.AppendUint16(nil, 1000), "bye"...)
		case data == "drop":
			l.Drop(at, from)
			continue
		case data == "broken":
			add(l.Unreadable(at, from, errors.New("a frame has the unknown opcode 3")))
			continue
		case data == "binary":
			m.Kind, m.Data = frames.Binary, []byte(`{"type":"text","token":"a","last":true}`)
		}
		add(l.Receive(at, from, m))
	}
	add(l.Close(at.Add(time.Second)))
	return lines, record
}

const opens = "   0.0s  opens    ConversationRelay wss://x.ngrok.app/ws → 101 in 3 ms"

func TestLogShowsSessions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		messages []string
		want     []string
	}{
		{"a conversation", []string{
			`twilio ` + setup, `twilio {"type":"prompt","voicePrompt":"Hel","lang":"en-US","last":false}`, `twilio {"type":"prompt","voicePrompt":"Hello","lang":"en-US","last":true}`,
			`app {"type":"text","token":"Hi "}`, `app {"type":"text","token":"there","last":true}`,
			`twilio {"type":"interrupt","utteranceUntilInterrupt":"Hi","durationUntilInterruptMs":200}`, `twilio {"type":"dtmf","digit":"5"}`,
			`app {"type":"play","source":"https://x.example/a.mp3"}`, `app {"type":"sendDigits","digits":"12"}`, `app {"type":"end","handoffData":"x"}`, "twilio close",
		}, []string{
			opens, `   0.3s  says     "Hello"`, "… Hi ", `   0.5s  agent    "Hi there"  first word after 100 ms`, "   0.7s  presses  5",
			"   0.8s  hears    ♪ https://x.example/a.mp3", "   0.9s  hears    ♪ 12", "   1.1s  closes   ended by the app: handoff x",
		}},
		{
			"the application speaks before Twilio does",
			[]string{`app {"type":"text","token":"Hi","last":true}`, "twilio " + setup, "twilio close"},
			[]string{opens, `   0.1s  agent    "Hi"`, "   0.3s  closes   closed by Twilio (code 1000, bye)"},
		},
		{"an interrupt cuts an open talk cycle off", []string{
			"twilio " + setup, `app {"type":"text","token":"One, two"}`, `twilio {"type":"interrupt","utteranceUntilInterrupt":"One","durationUntilInterruptMs":90}`,
			`twilio {"type":"prompt","voicePrompt":"Stop","last":true}`, `app {"type":"text","token":"","last":true}`, "twilio drop",
		}, []string{opens, "… One, two", `   0.3s  agent    "One, two"`, `   0.4s  says     "Stop"  interrupts after "One"`, "   0.6s  closes   closed by Twilio (code 1006)"}},
		{"a talk cycle that is never closed", []string{"twilio " + setup, `app {"type":"text","token":"a"}`, "wait", `app {"type":"text","token":"b"}`, "wait", "twilio close"}, []string{
			opens, "… a",
			"   3.4s  warning  never-last the app never closed the talk cycle: no token had \"last\":true" + "\n                  " +
				`send {"type":"text","token":"","last":true} after the last token of an answer; Twilio waits for it before it ends the agent's turn`,
			`   3.4s  agent    "a"`, "… b", `   6.6s  agent    "b"`, "   6.6s  closes   closed by Twilio (code 1000, bye)",
		}},
		{"the application goes without an end message", []string{"twilio " + setup, "app drop", "twilio drop"}, []string{
			opens, "   0.2s  error    64105 the app closed the WebSocket without an end message (code 1006)" + "\n                  Send {\"type\":\"end\"} before closing, and check the server's log.",
			"   0.2s  closes   failed: 64105",
		}},
		{"we cut it off", []string{"twilio " + setup}, []string{opens, "   1.1s  closes   the connection was cut off"}},
		{
			"Twilio reports an error",
			[]string{"twilio " + setup, `twilio {"type":"error","description":"no voice"}`, "twilio close"},
			[]string{opens, "   0.2s  note     Twilio reports: no voice", "   0.3s  closes   closed by Twilio (code 1000, bye)"},
		},
		{"bytes that are not frames", []string{"twilio " + setup, "app broken", "twilio close"}, []string{
			opens, "   0.2s  error    31924 the app violates the WebSocket protocol: a frame has the unknown opcode 3\n                  Use a WebSocket library; look for a proxy that changes the frames.",
			"   0.3s  closes   closed by Twilio (code 1000, bye)",
		}},
		{"a media stream", []string{
			`twilio {"event":"connected","protocol":"Call"}`, `twilio {"event":"start","start":{"callSid":"CA1","accountSid":"AC1"}}`,
			`twilio {"event":"media","media":{}}`, `app {"event":"media","media":{}}`, `app {"event":"media","media":{}}`, "app close",
		}, []string{
			"   0.0s  opens    Stream wss://x.ngrok.app/ws → 101 in 3 ms", "   0.6s  note     1 frames of sound from Twilio, 2 from the app", "   0.6s  closes   closed by the app (code 1000, bye)",
		}},
		{"no call of Twilio's", []string{`app {"type":"connected"}`, `twilio {"event":"hmr"}`, "app close"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines, record := follow(tt.messages...)
			if diff := cmp.Diff(tt.want, lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if (record == nil) != (tt.want == nil) || record != nil && (record.CallSid != "CA1" || record.AccountSid != "AC1") {
				t.Errorf("record %+v", record)
			}
		})
	}
}

func TestLogReportsMessagesThatTwilioCannotUse(t *testing.T) {
	t.Parallel()
	messages := []string{"twilio " + setup, "app {", "app binary", `app {"type":"end","handoffData":{"a":1}}`, `app {"type":"text","token":"a","last":true,"Voice":"b"}`, `app {"type":"text","token":"a","last":true,"Voice":"b"}`}
	for range maxMalformed + 1 {
		messages = append(messages, `app {"type":"txet"}`)
	}
	_, record := follow(messages...)
	var got []string
	for _, a := range record.Alerts {
		if a.Fix == "" {
			t.Errorf("no fix: %s", a.Message)
		}
		got = append(got, fmt.Sprintf("%.1f %s%s %s", a.At, a.Code, a.Rule, a.Level))
	}
	want := []string{"0.2 64107 warning", "0.3 64107 warning", "0.4 64107 warning", "0.5 unknown-field warning"}
	for i := range maxMalformed + 1 {
		want = append(want, fmt.Sprintf("%.1f 64107 warning", 0.7+float64(i)/10))
		if i == maxMalformed-1 {
			want = append(want, "1.6 64105 error")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alerts (-want +got):\n%s", diff)
	}
	if n := record.Problems(); n != 1 {
		t.Errorf("%d problems, want 1", n)
	}
}

func TestRecordHasLimits(t *testing.T) {
	t.Parallel()
	messages := []string{"twilio " + setup}
	for range MaxMessages + 10 {
		messages = append(messages, `twilio {"type":"prompt","voicePrompt":"a","last":true}`)
	}
	_, record := follow(messages...)
	if n := len(record.Whole.Messages); n != MaxMessages || record.Cut != 11 {
		t.Errorf("%d messages are stored and %d are not", n, record.Cut)
	}
	long := `app {"type":"text","token":"` + strings.Repeat("é", 5000) + `"}`
	_, record = follow("twilio "+setup, long, long, long)
	if n := len(record.Items[1].Text); n > maxSaid || n < maxSaid-2 {
		t.Errorf("%d bytes of the talk cycle, want about %d", n, maxSaid)
	}
}

// What is measured is what the application did: nothing is known of what the caller heard.
func TestRecordHasTimesOfTokens(t *testing.T) {
	t.Parallel()
	_, record := follow("twilio "+setup, `twilio {"type":"prompt","voicePrompt":"a","last":true}`, `app {"type":"text","token":"b"}`, `app {"type":"text","token":"c","last":true}`,
		`twilio {"type":"prompt","voicePrompt":"d","last":true}`)
	turns := record.Whole.Metrics.Turns
	if len(turns) != 2 || *turns[0].FirstTokenMS != 100 || *turns[0].LastTokenMS != 200 || turns[0].TurnMS != nil || turns[1].FirstTokenMS != nil {
		t.Errorf("got %+v", turns)
	}
}
