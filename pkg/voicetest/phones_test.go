package voicetest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

// pages is an application that answers a path with these verbs.
func pages(verbs map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, verbs[r.URL.Path]) })
}

// F6: each phone of a Dial may be named, in any order, also by several steps.
func TestAnswersNamesAnyPhoneOfADial(t *testing.T) {
	t.Parallel()
	app := pages(map[string]string{
		"/voice":  `<Dial action="/dialed"><Number>+15105550101</Number><Number>+15105550102</Number><Number>+15105550103</Number></Dial>`,
		"/dialed": `<Say>Goodbye.</Say>`,
	})
	for name, test := range map[string]func(*voicetest.Call){
		"the second": func(call *voicetest.Call) {
			p := call.Answers("+15105550102", voicetest.After(500*time.Millisecond), voicetest.Talks("It is me."))
			call.Hears("it is me")
			p.Hangup()
			call.Hears("goodbye")
		},
		"the last, after all others have refused": func(call *voicetest.Call) {
			call.Rejects("+15105550103", "busy")
			call.Rejects("+15105550101", "failed")
			call.Answers("+15105550102", voicetest.Talks("Still me."))
			call.Hears("still me")
			call.Hears("goodbye")
		},
		"all of them, backwards": func(call *voicetest.Call) {
			call.Answers("+15105550103", voicetest.After(3*time.Second))
			call.Answers("+15105550102", voicetest.After(2*time.Second))
			call.Answers("+15105550101", voicetest.After(time.Second), voicetest.Talks("First come."))
			call.Hears("first come")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, func(t testing.TB) {
				call := voicetest.Dial(t, app)
				test(call)
				call.Ends("completed")
			}); got != "" {
				t.Error(got)
			}
		})
	}
	got := verdict(t, func(t testing.TB) { voicetest.Dial(t, app).Answers("+15105550109") })
	if want := "the application dials +15105550101 and +15105550102 and +15105550103, want +15105550109"; !strings.Contains(got, want) {
		t.Errorf("got %q, want it to say %q", got, want)
	}
}

// A phone of a sequence that does not ring yet cannot be named while the one before does.
func TestAnswersNamesThePhoneOfASequenceThatRings(t *testing.T) {
	t.Parallel()
	app := pages(map[string]string{"/voice": `<Dial sequential="true"><Number>+15105550101</Number><Number>+15105550102</Number></Dial>`})
	call := voicetest.Dial(t, app)
	call.Rejects("+15105550101", "busy")
	call.Answers("+15105550102", voicetest.Talks("Second."))
	call.Hears("second")
	call.Ends("completed")
	got := verdict(t, func(t testing.TB) { voicetest.Dial(t, app).Answers("+15105550102") })
	if want := "the application dials +15105550101, want +15105550102"; !strings.Contains(got, want) {
		t.Errorf("got %q, want it to say %q", got, want)
	}
}

// As in a scenario, an unanswered phone rings until the application gives up.
func TestUnansweredPhoneRingsForTheTimeout(t *testing.T) {
	t.Parallel()
	app := pages(map[string]string{"/voice": `<Dial timeout="40">+15105550100</Dial><Say>Sorry.</Say>`})
	for want, behaves := range map[float64][]voicetest.Behavior{40: nil, 7: {voicetest.After(7 * time.Second)}} {
		call := voicetest.Dial(t, app)
		call.Rejects("+15105550100", "no-answer", behaves...)
		call.Hears("sorry")
		items := call.Transcript().Transcript
		if got := items[len(items)-1].At; got != want {
			t.Errorf("got sorry after %g s, want %g", got, want)
		}
	}
}

// whisper asks the callee for a key, and then connects both.
func whisper() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/voice":
			answer(w, `<Say>One moment.</Say><Dial action="/dialed"><Number url="/whisper">+15105550100</Number></Dial>`)
		case r.URL.Path == "/whisper":
			answer(w, `<Gather numDigits="1" action="/choice" timeout="20"><Say>A caller for you. Press 1 to talk.</Say></Gather><Hangup/>`)
		case r.URL.Path == "/choice" && r.FormValue("Digits") != "1":
			answer(w, `<Hangup/>`)
		case r.URL.Path == "/dialed":
			answer(w, `<Say>It took `+r.FormValue("DialCallDuration")+` seconds.</Say>`)
		default:
			answer(w, ``)
		}
	})
}

func TestPhoneHasSteps(t *testing.T) {
	t.Parallel()
	call := voicetest.Dial(t, whisper())
	call.Hears("one moment")
	p := call.Answers("+15105550100")
	p.Hears("press 1 to talk")
	p.SilenceFor(15 * time.Second) // longer than a callee without steps would stay
	p.Press("1")
	p.Say("Hello, this is sales.")
	call.Hears("this is sales")
	call.Say("I want a boat.")
	p.Hears("i want a boat")
	p.SilenceFor(time.Minute)
	p.Hangup()
	call.Hears("seconds")
	call.Ends("completed")
}

func TestStepsOfAPhoneFailWithTheirReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test func(*voicetest.Call, *voicetest.Phone)
		want string
	}{
		"it waits for a key": {func(_ *voicetest.Call, p *voicetest.Phone) { p.Hears("goodbye") }, `want +15105550100 to hear "goodbye", but the call waits for +15105550100: it heard last "A caller for you.`},
		"it has hung up":     {func(_ *voicetest.Call, p *voicetest.Phone) { p.Hangup(); p.Press("1") }, "want +15105550100 to press 1, but that phone has hung up"},
		"it hung up by itself": {func(call *voicetest.Call, p *voicetest.Phone) {
			p.Press("1")
			call.SilenceFor(11 * time.Second)
			p.Say("Are you still there?")
		}, "that phone hung up ten seconds after its last step (use voicetest.HangsUpAfter to keep it on the line)"},
		"it hears what it should not": {func(_ *voicetest.Call, p *voicetest.Phone) { p.NotHears("a caller"); p.Hears("press 1") }, `want +15105550100 not to hear "a caller", but it heard "A caller for you. Press 1 to talk."`},
		"it is in no conference":      {func(_ *voicetest.Call, p *voicetest.Phone) { p.InConference("room") }, `want +15105550100 to be in the conference "room", but the call waits`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, func(t testing.TB) {
				call := voicetest.Dial(t, whisper())
				c.test(call, call.Answers("+15105550100"))
			}); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want it to say %q", got, c.want)
			}
		})
	}
}

// The application takes a call apart over REST, and has both meet in a conference.
func TestCallerAndPhoneMeetInAConference(t *testing.T) {
	t.Parallel()
	call := voicetest.Dial(t, pages(map[string]string{
		"/voice":  `<Dial action="/dialed"><Client>ann</Client></Dial>`,
		"/dialed": `<Gather numDigits="2" action="/rated"><Say>Rate us.</Say></Gather>`,
		"/room":   `<Dial><Conference>room</Conference></Dial>`,
	}))
	ann := call.Answers("client:ann", voicetest.HangsUpAfter(0))
	ann.Say("I call you back into a room.")
	call.Hears("into a room")
	ann.Update(voicetest.Update{URL: "/room"})
	ann.InConference("room")
	call.Hears("rate us")
	call.Update(voicetest.Update{URL: "/room"})
	call.InConference("room")
	call.Say("Are you there?")
	ann.Hears("are you there")
	ann.Say("Yes.")
	call.Hears("yes")
	ann.Hangup()
	call.SilenceFor(3 * time.Second)
	call.Hangup()
	call.Ends("completed")
}

// The callee can be connected with another party, whose phone rings later.
func TestOutboundCallDialsAPhone(t *testing.T) {
	t.Parallel()
	call := voicetest.Outbound(t, pages(map[string]string{"/voice": `<Say>One moment.</Say><Dial>+15105550101</Dial>`}))
	call.Hears("one moment")
	p := call.Answers("+15105550101")
	p.Say("Hello.")
	call.Hears("hello")
	p.Hangup()
	call.Ends("completed")
}
