package main

import (
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// message answers a text message. What it asked is stored in a cookie, which Twilio keeps for four hours.
func message(w http.ResponseWriter, r *http.Request) {
	asked, _ := r.Cookie("asked")
	switch body := strings.ToLower(strings.TrimSpace(r.FormValue("Body"))); {
	case r.FormValue("NumMedia") != "0":
		reply(w, "Thank you for the picture. We will look at it.")
	case asked != nil && asked.Value == "hours" && body == "yes":
		respond(w, twiml.El("Message", nil,
			twiml.El("Body", nil, twiml.T("This is where we are.")),
			twiml.El("Media", nil, twiml.T("https://owl.example/map.png"))))
	case strings.Contains(body, "open"):
		http.SetCookie(w, &http.Cookie{Name: "asked", Value: "hours"})
		reply(w, "We are open from nine to five. Do you want a map? Answer YES.")
	case body == "thanks":
		respond(w)
	default:
		reply(w, "Ask us when we are open, or send a picture of your phone.")
	}
}

func reply(w http.ResponseWriter, text string) {
	respond(w, twiml.El("Message", nil, twiml.T(text)))
}
