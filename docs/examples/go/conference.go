package main

import (
	"net/http"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// colleagues may take a call to the hotline: all phones ring, and the first to press 1 takes it.
var colleagues = []string{"+15105550101", "+15105550102"}

func conference(app *http.ServeMux) {
	app.HandleFunc("POST /hotline", hotline)
	app.HandleFunc("POST /hotline/whisper", whisper)
	app.HandleFunc("POST /hotline/accept", accept)
	app.HandleFunc("POST /hotline/ended", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("DialBridged") == "true" {
			respond(w)
			return
		}
		respond(w, say("Nobody is free."), enterRoom(twiml.Attrs{"startConferenceOnEnter": "false"}))
	})
	app.HandleFunc("POST /hotline/room", func(http.ResponseWriter, *http.Request) {}) // who comes and goes
	app.HandleFunc("POST /host", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, say("You are the host."), enterRoom(twiml.Attrs{"endConferenceOnExit": "true"}))
	})
}

func hotline(w http.ResponseWriter, _ *http.Request) {
	dial := twiml.El("Dial", twiml.Attrs{"action": "/hotline/ended"})
	for _, number := range colleagues {
		dial.Children = append(dial.Children, twiml.El("Number", twiml.Attrs{"url": "/hotline/whisper"}, twiml.T(number)))
	}
	respond(w, say("We are looking for a colleague."), dial)
}

// whisper is what only the colleague hears, before the two are connected.
func whisper(w http.ResponseWriter, _ *http.Request) {
	respond(w,
		twiml.El("Gather", twiml.Attrs{"numDigits": "1", "action": "/hotline/accept"}, say("The hotline. To take the call, press 1.")),
		twiml.El("Hangup", nil))
}

func accept(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("Digits") == "1" {
		respond(w)
		return
	}
	respond(w, twiml.El("Hangup", nil))
}

// enterRoom puts the caller into the conference, to wait for the host.
func enterRoom(attrs twiml.Attrs) *twiml.Element {
	attrs["waitUrl"], attrs["statusCallback"], attrs["statusCallbackEvent"] = "", "/hotline/room", "join leave"
	return twiml.El("Dial", nil, twiml.El("Conference", attrs, twiml.T("hotline")))
}
