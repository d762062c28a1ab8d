package conversationrelay_test

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
)

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"type":"text","token":"x","last":true}`, `{"type":"config","config":{"preemptible":true}}`, `{"type":"end","handoffData":"{}"}`,
		`{"type":"play","source":"https://a/b","loop":0}`, `{"type":"language","ttsLanguage":"es-ES"}`, `{"type":"hints","hints":["a"]}`, `{"type":"text","token":null}`, `[]`, `{`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := conversationrelay.Decode(data)
		if err == nil {
			if _, _, err := conversationrelay.Decode(conversationrelay.Encode(m)); err != nil {
				t.Errorf("%q was accepted, and its encoding %s is not: %v", data, conversationrelay.Encode(m), err)
			}
		}
	})
}

func FuzzDecodeTwilio(f *testing.F) {
	for _, seed := range []string{
		`{"type":"setup","sessionId":"VX1","customParameters":{"a":"b"}}`, `{"type":"prompt","voicePrompt":"x","lang":"en-US","last":true}`,
		`{"type":"interrupt","utteranceUntilInterrupt":"x","durationUntilInterruptMs":"460"}`, `{"type":"info","name":"agentSpeaking","value":"on","ts":1}`, `{"type":"dtmf","digit":"1"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := conversationrelay.DecodeTwilio(data)
		if err == nil {
			if _, _, err := conversationrelay.DecodeTwilio(conversationrelay.Encode(m)); err != nil {
				t.Errorf("%q was accepted, and its encoding %s is not: %v", data, conversationrelay.Encode(m), err)
			}
		}
	})
}

// Whatever the application and the caller do, and at whatever times: the session does not panic, does
// nothing after its end, sends setup first, and always reaches the end of what is due.
func FuzzSession(f *testing.F) {
	f.Add([]byte("\x00\x05\x01\x05\x02\x05\x03\x05\x04\x05\x05\x05"), uint8(0))
	f.Add([]byte("\x06\x05\x0a\x05\x07\x05\x0b\x05\x08\x05\x01\xff\x09"), uint8(0xff))
	messages := []string{
		`{"type":"text","token":"Hello there, ","last":false}`, `{"type":"text","token":"","last":true}`, `{"type":"text","token":"One","last":true,"preemptible":true}`,
		`{"type":"play","source":"https://example.com/a.wav"}`, `{"type":"sendDigits","digits":"1w2"}`, `{"type":"language","ttsLanguage":"es-ES"}`,
		`{"type":"config","interruptible":"none"}`, `{"type":"end"}`, `oops`, `{"type":"text","token":"x","interruptible":"dtmf"}`,
	}
	f.Fuzz(func(t *testing.T, script []byte, settings uint8) {
		on := func(bit int) bool { return settings>>bit&1 == 1 }
		s := conversationrelay.NewSession(conversationrelay.Options{Attributes: conversationrelay.Attributes{
			WelcomeGreeting: map[bool]string{true: "Welcome"}[on(0)], WelcomeGreetingInterruptible: conversationrelay.InputAny,
			Interruptible: map[bool]conversationrelay.Input{true: "any", false: "none"}[on(1)], ReportInput: map[bool]conversationrelay.Input{true: "any", false: "none"}[on(2)],
			DTMFDetection: on(3), PartialPrompts: on(4), Reconnect: on(5), SpeakerEvents: on(6), Preemptible: on(7),
		}})
		var at, latest time.Duration
		ended, first := false, true
		take := func(actions []conversationrelay.Action) {
			if ended && len(actions) > 0 {
				t.Fatalf("after its end the session did %#v", actions)
			}
			for i, action := range actions {
				switch a := action.(type) {
				case conversationrelay.Send:
					if first && a.Message.Type() != "setup" {
						t.Fatalf("the first message is %s", a.Message.Type())
					}
					first = false
				case conversationrelay.Said:
					if a.Began > at {
						t.Fatalf("a talk cycle began at %v, after %v", a.Began, at)
					}
				case conversationrelay.Finished:
					ended = true
					if i != len(actions)-1 {
						t.Fatalf("after its end the session did %#v", actions[i+1:])
					}
				}
			}
		}
		take(s.Open(0))
		for i := 0; i+1 < len(script); i += 2 {
			at += time.Duration(script[i]) * 10 * time.Millisecond
			for range 1000 {
				due, planned := s.Next()
				if !planned || due > at {
					break
				}
				if due < latest {
					t.Fatalf("time runs back from %v to %v", latest, due)
				}
				latest = due
				take(s.Advance(due))
			}
			if due, planned := s.Next(); planned && due <= at {
				t.Fatal("the session does not come to rest")
			}
			switch do := int(script[i+1]) % (len(messages) + 7); {
			case do < len(messages):
				take(s.Receive(at, []byte(messages[do]), false))
			case do == len(messages):
				take(s.Speak(at, conversationrelay.Speech{Text: "Some words"}))
			case do == len(messages)+1:
				take(s.Press(at, '1'))
			case do == len(messages)+2:
				take(s.Lose(at, 1006, ""))
			case do == len(messages)+3:
				take(s.Open(at))
			case do == len(messages)+4:
				take(s.Fail(at, "31902", "refused"))
			case do == len(messages)+5:
				take(s.Sound(at, 1, time.Second))
			default:
				take(s.HangUp(at))
			}
			s.Idle()
			s.Quiet()
			s.Metrics()
		}
	})
}
