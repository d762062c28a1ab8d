package voicetest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

// reminder is an application that calls people.
func reminder() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/voice" && strings.HasPrefix(r.FormValue("AnsweredBy"), "machine"):
			answer(w, `<Say>Please call us back.</Say>`)
		case r.URL.Path == "/voice":
			answer(w, `<Gather numDigits="1" action="/confirm"><Say>Your appointment is tomorrow. Press 1 to confirm.</Say></Gather>`)
		default:
			answer(w, `<Say>Thank you.</Say>`)
		}
	})
}

func TestOutboundCallsAreAnsweredOrNot(t *testing.T) {
	t.Parallel()
	progress := voicetest.StatusCallback("/status", "initiated", "ringing", "answered", "completed")
	for name, test := range map[string]func(testing.TB){
		"by somebody": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder(), voicetest.To("+1 510 555 0100"), progress)
			call.Hears("press 1 to confirm")
			call.Press("1")
			call.Requests("/confirm", "Digits=1", "Direction=outbound-api", "To=+15105550100", "From=+14155550111")
			call.Hears("thank you")
			call.Ends("completed")
			for _, event := range []string{"initiated", "ringing", "answered", "completed"} {
				call.CallsBack(event)
			}
		},
		"after a while, with steps of the phone": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder())
			p := call.Answers("+14155550100", voicetest.After(9*time.Second), voicetest.Presses("1"))
			p.Hears("tomorrow")
			call.Hears("thank you")
			call.Ends("completed")
		},
		"by a machine": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder(), voicetest.MachineDetection("Enable"))
			call.Answers("+14155550100", voicetest.Machine())
			call.Hears("call us back")
			call.Ends("completed")
		},
		"by a machine, which is told meanwhile": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder(), voicetest.MachineDetection("Enable"), voicetest.AsyncAmd("/amd"))
			call.Answers("+14155550100", voicetest.Machine())
			call.Hears("tomorrow")
			call.CallsBack("machine_start")
			call.Hangup()
			call.Ends("completed")
		},
		"by nobody": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder(), voicetest.Timeout(20*time.Second), progress)
			call.Rejects("+14155550100", "no-answer")
			call.Ends("no-answer")
			call.CallsBack("no-answer")
		},
		"by somebody who is busy": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder())
			call.Rejects("+14155550100", "busy")
			call.Ends("busy")
		},
		"with its document": func(t testing.TB) {
			call := voicetest.Outbound(t, reminder(), voicetest.Twiml(`<Response><Say>Now.</Say><Redirect>http://app.example/voice</Redirect></Response>`))
			call.Hears("now")
			call.Hears("tomorrow")
			call.Hangup()
			call.Ends("completed")
		},
		"and left by the test": func(t testing.TB) { voicetest.Outbound(t, reminder()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, test); got != "" {
				t.Error(got)
			}
		})
	}
}

func TestUpdateChangesACallInProgress(t *testing.T) {
	t.Parallel()
	app := pages(map[string]string{
		"/voice":  `<Say>Please hold.</Say><Dial action="/dialed">+15105550100</Dial>`,
		"/dialed": `<Say>Please wait.</Say><Pause length="60"/>`,
		"/other":  `<Say>Somebody else.</Say><Pause length="60"/>`,
	})
	call := voicetest.Dial(t, app)
	p := call.Answers("+15105550100")
	p.Say("Hello?")
	call.Hears("hello?")
	p.Update(voicetest.Update{Twiml: `<Response><Say>You are on your own.</Say></Response>`})
	p.Hears("on your own")
	call.Update(voicetest.Update{URL: "/other"})
	call.Hears("somebody else")
	call.Update(voicetest.Update{Status: "completed"})
	call.Ends("completed")
	if by := call.Transcript().EndedBy; by != "app" {
		t.Errorf("got ended by %q", by)
	}
}

func TestMistakesAboutOutboundCallsAndUpdatesFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test func(testing.TB)
		want string
	}{
		"an option of another kind": {func(t testing.TB) { voicetest.Dial(t, reminder(), voicetest.Timeout(time.Second)) }, "voicetest: Timeout is an option of an outbound call, but this is "},
		"media in a call":           {func(t testing.TB) { voicetest.Outbound(t, reminder(), voicetest.Media("x.png")) }, "voicetest: Media is an option of a message, but this is "},
		"broken TwiML":              {func(t testing.TB) { voicetest.Outbound(t, reminder(), voicetest.Twiml("<Response>")) }, "voicetest: invalid TwiML in the test: "},
		"an unknown mode":           {func(t testing.TB) { voicetest.Outbound(t, reminder(), voicetest.MachineDetection("on")) }, `MachineDetection("on")`},
		"an update of nothing":      {func(t testing.TB) { voicetest.Dial(t, menu()).Update(voicetest.Update{}) }, "one of URL, Twiml and Status, not 0"},
		"an unknown status":         {func(t testing.TB) { voicetest.Dial(t, menu()).Update(voicetest.Update{Status: "busy"}) }, `cannot set the status "busy"`},
		"an update of a call that has ended": {func(t testing.TB) {
			call := voicetest.Dial(t, says(`<Say>Hi.</Say>`))
			call.Ends("completed")
			call.Update(voicetest.Update{URL: "/other"})
		}, "want to update the call of the caller, but the call has ended"},
		"an update of a call that rings": {func(t testing.TB) {
			call := voicetest.Outbound(t, reminder())
			call.Update(voicetest.Update{URL: "/other"})
		}, "the call is not in progress: the REST API would return 21220 and change nothing"},
		"an outbound call to somebody else": {func(t testing.TB) { voicetest.Outbound(t, reminder()).Answers("+15105550199") }, "the application dials +14155550100, want +15105550199"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, c.test); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want it to say %q", got, c.want)
			}
		})
	}
}
