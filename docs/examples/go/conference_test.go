package main

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

func TestFirstColleagueToPress1TakesTheCall(t *testing.T) {
	call := dial(t, "/hotline")
	call.Hears("looking for a colleague")
	call.Rejects(colleagues[0], "busy")
	p := call.Answers(colleagues[1], voicetest.After(3*time.Second))
	p.Hears("to take the call, press 1")
	p.Press("1")
	p.Say("Hotline, hello.")
	call.Hears("hotline, hello")
	p.Hangup()
	call.Requests("/hotline/ended", "DialBridged=true")
	call.Ends("completed")
}

func TestCallerWithoutColleagueWaitsInConference(t *testing.T) {
	call := dial(t, "/hotline",
		voicetest.Another(time.Minute, "+15105550109", "https://owl.example/host", voicetest.Talks("Hello, this is the host."), voicetest.HangsUpAfter(30*time.Second)))
	call.Answers(colleagues[0], voicetest.Presses("9"))
	call.Hears("nobody is free")
	call.InConference("hotline")
	call.CallsBack("participant-join")
	call.Hears("this is the host")
	call.Say("At last.")
	call.Ends("completed")
	call.CallsBack("participant-leave")
}

func TestCallIsRedirectedWhileItRuns(t *testing.T) {
	call := dial(t, "/hotline")
	p := call.Answers(colleagues[0])
	p.Press("1")
	p.Say("I put you through to sales.")
	call.Hears("put you through")
	call.Update(voicetest.Update{URL: "/voice"})
	call.Hears("for sales, press 1")
	call.Hangup()
	call.Ends("completed")
}

func TestHostIsCalledBack(t *testing.T) {
	app := Owl("https://owl.example", voicetest.AuthToken)
	call := voicetest.Outbound(t, app, voicetest.To("+15105550109"), voicetest.URL("https://owl.example/host"), voicetest.StatusCallback("/hotline/room", "answered"))
	call.Hears("you are the host")
	call.InConference("hotline")
	call.Hangup()
	call.Ends("completed")
	call.CallsBack("answered", "Direction=outbound-api")
}
