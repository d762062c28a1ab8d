package voicetest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

// agent is an application with an agent behind ConversationRelay: it answers questions, changes its
// language, and hands a caller over who wants to pay.
func agent() http.Handler {
	app := http.NewServeMux()
	app.HandleFunc("/voice", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, `<Connect action="/after"><ConversationRelay url="wss://app.example/agent" welcomeGreeting="Hello! How can I help?"/></Connect>`)
	})
	app.HandleFunc("/after", func(w http.ResponseWriter, r *http.Request) {
		answer(w, `<Say>`+r.FormValue("HandoffData")+`</Say>`)
	})
	app.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow() //nolint:errcheck // Twilio has closed it
		for {
			var message struct{ Type, VoicePrompt string }
			if wsjson.Read(r.Context(), conn, &message) != nil {
				return
			}
			if message.Type != "prompt" {
				continue
			}
			for _, reply := range replies(message.VoicePrompt) {
				if wsjson.Write(r.Context(), conn, reply) != nil {
					return
				}
			}
		}
	})
	return app
}

// replies are the messages that answer what a caller says.
func replies(prompt string) []map[string]any {
	say := func(text string) map[string]any { return map[string]any{"type": "text", "token": text, "last": true} }
	switch {
	case strings.Contains(prompt, "hours"):
		return []map[string]any{say("We are open nine to five, Monday to Friday, and on the first Saturday of each month.")}
	case strings.Contains(prompt, "Spanish"):
		return []map[string]any{{"type": "language", "ttsLanguage": "es-ES", "transcriptionLanguage": "es-ES"}, say("Claro.")}
	case strings.Contains(prompt, "pay"):
		return []map[string]any{{"type": "end", "handoffData": "billing"}}
	case strings.Contains(prompt, "nothing"):
		return nil
	}
	return []map[string]any{say("Pardon?")}
}

// An agent is tested without a port and without a network.
func ExampleCall_Interrupts() {
	t := &testing.T{} // in a test: its own

	call := voicetest.Dial(t, agent())
	call.Hears("How can I help?")
	call.Say("What are your hours?")
	call.Interrupts(time.Second, "In Spanish, please")
	call.Receives(`{"type":"language","ttsLanguage":"es-ES"}`)
	call.Hears("Claro.")
	call.Say("I want to pay")
	call.Requests("/after", "HandoffData=billing")
	call.Ends("completed")
	// Output:
}

func TestAgentThatDoesNotAnswerIsNamed(t *testing.T) {
	t.Parallel()
	var failure string
	synctest.Test(t, func(t *testing.T) {
		failure = verdict(t, func(t testing.TB) {
			call := voicetest.Dial(t, agent(), voicetest.IdleTimeout(time.Second))
			call.Say("Say nothing")
			call.Hears("anything")
		})
	})
	for _, want := range []string{`want the caller to hear "anything", but the call has ended`, `hung-socket nothing happened on the WebSocket for 1s: the application has not answered "Say nothing"`} {
		if !strings.Contains(failure, want) {
			t.Errorf("the failure does not say %q:\n%s", want, failure)
		}
	}
}

func TestInterruptionOfAnAgentThatHasFinishedFails(t *testing.T) {
	t.Parallel()
	failure := verdict(t, func(t testing.TB) {
		call := voicetest.Dial(t, agent())
		call.Interrupts(time.Minute, "Stop")
	})
	if !strings.Contains(failure, `after 1m0s, but the agent had finished: it said last "Hello! How can I help?"`) {
		t.Errorf("got:\n%s", failure)
	}
}

func TestMessageThatNeverComesNamesTheLastOne(t *testing.T) {
	t.Parallel()
	failure := verdict(t, func(t testing.TB) {
		call := voicetest.Dial(t, agent())
		call.Say("I want to pay")
		call.Receives(`{"type":"sendDigits"}`)
	})
	if !strings.Contains(failure, `but the call has ended; its last message was {"handoffData":"billing","type":"end"}`) {
		t.Errorf("got:\n%s", failure)
	}
}

func TestReceivesNeedsAnObject(t *testing.T) {
	t.Parallel()
	failure := verdict(t, func(t testing.TB) { voicetest.Dial(t, agent()).Receives(`"end"`) })
	if !strings.Contains(failure, `Receives("end"): not a JSON object`) {
		t.Errorf("got:\n%s", failure)
	}
}

func TestExpectedHungSocketDoesNotFail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		call := voicetest.Dial(t, agent(), voicetest.Expect("hung-socket"))
		call.Say("Say nothing")
		call.Ends("completed")
		sockets := call.Transcript().Sockets
		if len(sockets) != 1 || len(sockets[0].Metrics.Turns) != 1 || sockets[0].Metrics.Turns[0].TurnMS != nil {
			got, _ := json.Marshal(sockets)
			t.Errorf("sockets: %s", got)
		}
	})
}
