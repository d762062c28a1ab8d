package voicetest_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// judge is a test that is watched: its failures are only reported to us.
type judge struct {
	testing.TB
	failed  bool
	message string
	cleanup []func()
}

func (j *judge) Helper()          {}
func (j *judge) Failed() bool     { return j.failed }
func (j *judge) Cleanup(f func()) { j.cleanup = append(j.cleanup, f) }

func (j *judge) Fatal(args ...any) {
	j.failed, j.message = true, fmt.Sprint(args...)
	runtime.Goexit()
}

func (j *judge) Fatalf(format string, args ...any) { j.Fatal(fmt.Sprintf(format, args...)) }

// verdict runs a test and returns what it failed with, "" for a test that passed.
func verdict(t *testing.T, test func(testing.TB)) string {
	t.Helper()
	j := &judge{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, f := range j.cleanup {
				f()
			}
		}()
		test(j)
	}()
	<-done
	return j.message
}

func says(verbs string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, verbs) })
}

// What a developer reads when a call is not as it should be.
func TestFailuresSayWhatWasExpectedAndWhatHappened(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test func(testing.TB)
		want []string
	}{
		"something else is said": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Say>Hello.</Say>`)).Hears("goodbye") },
			[]string{`want the caller to hear "goodbye"`, "the call has ended", `last "Hello."`, `0.0s  hears    "Hello."`},
		},
		"the application waits for a caller who was to hear more": {
			func(t testing.TB) { voicetest.Dial(t, menu()).Hears("goodbye") },
			[]string{"the call waits for the caller", `last "Thanks for calling. For sales, press 1."`},
		},
		"nobody listens for keys": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Say>Hello.</Say>`)).Press("1") },
			[]string{"want the caller to press 1", "want the caller to press 1, but the call has ended and never waited for it"},
		},
		"nobody listens for words": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Gather><Say>Press.</Say></Gather>`)).Say("yes") },
			[]string{`want the caller to say "yes"`},
		},
		"a key that no phone has": {
			func(t testing.TB) { voicetest.Dial(t, menu()).Press("x") },
			[]string{`'x' in "x" is not a key`},
		},
		"somebody else is dialed": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Dial>+15105550199</Dial>`)).Answers("+15105550100") },
			[]string{"the application dials +15105550199, want +15105550100"},
		},
		"nobody is dialed": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Say>Hello.</Say>`)).Rejects("+15105550100", "busy") },
			[]string{"want the application to dial +15105550100, but the call has ended"},
		},
		"a phone cannot behave like that": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Say>Hello.</Say>`)).Rejects("+15105550100", "rude") },
			[]string{`a phone cannot be "rude"`},
		},
		"it ends otherwise": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Reject reason="busy"/>`)).Ends("completed") },
			[]string{"the call is busy, want completed"},
		},
		"the application is broken": {
			func(t testing.TB) { voicetest.Dial(t, http.NotFoundHandler()).Ends("completed") },
			[]string{"error 11200", `voicetest.Expect("11200")`},
		},
		"the application is broken, and the test does not wait for the end": {
			func(t testing.TB) { voicetest.Dial(t, http.NotFoundHandler()).Hears("application error") },
			[]string{"error 11200"},
		},
		"the call has ended before the silence is": {
			func(t testing.TB) { voicetest.Dial(t, says(`<Pause length="2"/>`)).SilenceFor(time.Minute) },
			[]string{"want 1m0s of silence"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := verdict(t, c.test)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("got %q, want it to say %q", got, want)
				}
			}
		})
	}
}

func TestCallsThatPass(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(testing.TB){
		"an error that is expected": func(t testing.TB) {
			call := voicetest.Dial(t, http.NotFoundHandler(), voicetest.Expect("11200"))
			call.Hears("application error")
			call.Ends("completed")
		},
		"nothing is asked of the call": func(t testing.TB) { voicetest.Dial(t, menu()) },
		"keys whose number nobody knows are waited for": func(t testing.TB) {
			call := voicetest.Dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if digits := r.FormValue("Digits"); digits != "" {
					answer(w, "<Say>You pressed "+digits+"</Say>")
					return
				}
				answer(w, `<Gather><Say>Your number?</Say></Gather>`)
			}))
			call.Press("12w3")
			call.Hears("you  pressed 123")
			call.Ends("completed")
		},
		"partial results are nothing that the application does": func(t testing.TB) {
			call := voicetest.Dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if words := r.FormValue("SpeechResult"); words != "" {
					answer(w, "<Say>You said "+words+"</Say>")
					return
				}
				answer(w, `<Gather input="speech" partialResultCallback="/partial"><Say>What do you want?</Say></Gather>`)
			}))
			call.Say("a boat with sails")
			call.Hears("you said a boat with sails")
		},
		"a prompt is interrupted": func(t testing.TB) {
			call := voicetest.Dial(t, menu())
			call.Interrupt("1")
			call.Rejects("+15105550100", "no-answer")
			call.Hears("Nobody is in")
		},
		"the caller hangs up": func(t testing.TB) {
			call := voicetest.Dial(t, menu())
			call.Hears("press 1")
			call.Hangup()
			call.Ends("completed")
		},
		"ten minutes of silence": func(t testing.TB) {
			call := voicetest.Dial(t, says(`<Say>Wait.</Say><Pause length="600"/><Say>Thank you.</Say>`))
			call.Hears("wait")
			call.SilenceFor(10 * time.Minute)
			call.Hears("thank you")
		},
		"audio is played": func(t testing.TB) {
			call := voicetest.Dial(t, says(`<Play>https://cdn.example/hello.mp3</Play>`))
			call.Plays("hello.mp3")
		},
		"a signature is checked": func(t testing.TB) {
			call := voicetest.Dial(t, webhook.Require(voicetest.AuthToken, "", says(`<Say>You are genuine.</Say>`)))
			call.Hears("genuine")
		},
		"a phone with a whisper": func(t testing.TB) {
			call := voicetest.Dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/screen":
					answer(w, `<Gather numDigits="1" action="/ok"><Say>Press a key.</Say></Gather><Hangup/>`)
				case "/ok":
					answer(w, "")
				default:
					answer(w, `<Dial><Number url="/screen">+15105550100</Number></Dial>`)
				}
			}))
			call.Answers("+15105550100", voicetest.After(5*time.Second), voicetest.Presses("5"), voicetest.Talks("It is me."))
			call.Hears("it is me")
		},
		"an agent takes the caller out of a queue": func(t testing.TB) {
			call := voicetest.Dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/agent" {
					answer(w, `<Dial><Queue>support</Queue></Dial>`)
					return
				}
				answer(w, `<Enqueue waitUrl="">support</Enqueue><Say>Thank you.</Say>`)
			}), voicetest.Another(20*time.Second, "+14155550155", "http://app.example/agent", voicetest.Talks("How can I help?"), voicetest.HangsUpAfter(time.Minute)))
			call.Hears("how can i help")
			call.Say("I lost my parcel.")
			call.Hears("thank you")
		},
		"a phone that passes the call on": func(t testing.TB) {
			call := voicetest.Dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if target := r.FormValue("ReferTransferTarget"); target != "" {
					answer(w, "<Say>Off to "+target+"</Say>")
					return
				}
				answer(w, `<Dial referUrl="/refer"><Sip>sip:ann@example.com</Sip></Dial>`)
			}))
			call.Answers("sip:ann@example.com", voicetest.Transfers("sip:bob@example.com", 5*time.Second))
			call.Hears("off to sip:bob@example.com")
		},
		"the status callback": func(t testing.TB) {
			call := voicetest.Dial(t, says(`<Say>Hello.</Say>`), voicetest.StatusCallback("http://app.example/done"))
			call.Ends("completed")
			last := call.Transcript().Requests[1]
			if last.Purpose != "status" || last.Params["CallStatus"] != "completed" || last.Status != http.StatusOK {
				t.Fatalf("got %+v", last)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, test); got != "" {
				t.Error(got)
			}
		})
	}
}
