package main

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

// dial calls the application at one of its paths, with a signature that it checks.
func dial(t *testing.T, path string, opts ...voicetest.Option) *voicetest.Call {
	t.Helper()
	app := Owl("https://owl.example", voicetest.AuthToken)
	return voicetest.Dial(t, app, append([]voicetest.Option{voicetest.URL("https://owl.example" + path)}, opts...)...)
}

func TestMenuReachesThirdLevel(t *testing.T) {
	call := dial(t, "/voice")
	call.Hears("for support, press 2")
	call.Press("2")
	call.Hears("If your phone is silent, press 1")
	call.Press("1")
	call.Requests("/support/choice", "Digits=1")
	call.Hears("if the lamp is red, press 1")
	call.Press("1")
	call.NotHears("power supply")
	call.Hears("unplug the phone")
	call.Ends("completed")
}

func TestWrongKeysAndSilenceHearTheMenuAgain(t *testing.T) {
	call := dial(t, "/voice")
	call.Press("9")
	call.Hears("not a choice")
	call.Hears("for sales, press 1")
	call.Silence()
	call.Hears("for sales, press 1")
	call.Silence()
	call.Hears("goodbye")
	call.Ends("completed")
}

func TestSalesAnswers(t *testing.T) {
	call := dial(t, "/voice")
	call.Press("1")
	p := call.Answers(sales)
	p.Say("Sales, hello.")
	call.Hears("sales, hello")
	call.Say("I need a telephone.")
	p.Hears("i need a telephone")
	p.Hangup()
	call.Ends("completed")
}

func TestUnansweredSalesCallGoesToVoicemail(t *testing.T) {
	call := dial(t, "/voice", voicetest.From("+14155550123"))
	call.Press("1")
	call.Rejects(sales, "no-answer")
	call.Hears("leave a message after the beep")
	call.Record(8*time.Second, "#")
	call.Requests("/voicemail/saved", "RecordingDuration=8")
	if sms := call.Sends("A message from +14155550123"); sms.To != sales {
		t.Errorf("the message is for %s, want %s", sms.To, sales)
	}
	call.Hears("thank you")
	call.Ends("completed")
}

func TestSilentVoicemailIsNotSaved(t *testing.T) {
	call := dial(t, "/voice")
	call.Press("2")
	call.Press("2")
	call.Hears("leave a message")
	call.Silence()
	call.Hears("not heard anything")
	call.Ends("completed")
	for _, request := range call.Transcript().Requests {
		if request.URL == "https://owl.example/voicemail/saved" {
			t.Errorf("saved: %v\n%v", request.Params, call)
		}
	}
}
