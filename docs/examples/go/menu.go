package main

import (
	"net/http"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// sales is the phone of the sales department.
const sales = "+15105550100"

// menus has three levels: the company, its support, and the lamp of a silent phone.
func menus(app *http.ServeMux) {
	app.HandleFunc("POST /voice", ask("/voice/choice", "Thanks for calling Owl Telephones. For sales, press 1. For support, press 2."))
	app.HandleFunc("POST /voice/choice", choose("/voice", map[string]http.HandlerFunc{
		"1": callSales,
		"2": lead("/support"),
	}))
	app.HandleFunc("POST /support", ask("/support/choice", "Support. If your phone is silent, press 1. For an invoice, press 2."))
	app.HandleFunc("POST /support/choice", choose("/support", map[string]http.HandlerFunc{
		"1": lead("/lamp"),
		"2": voicemail,
	}))
	app.HandleFunc("POST /lamp", ask("/lamp/choice", "If the lamp is red, press 1. If it is dark, press 2."))
	app.HandleFunc("POST /lamp/choice", choose("/lamp", map[string]http.HandlerFunc{
		"1": tell("Unplug the phone, wait for ten seconds, and plug it in again."),
		"2": tell("Please check the power supply."),
	}))
	app.HandleFunc("POST /sales/ended", salesEnded)
	app.HandleFunc("POST /voicemail/saved", saved)
}

// ask plays a menu, and says goodbye to a caller who presses nothing twice.
func ask(action, prompt string) http.HandlerFunc {
	menu := twiml.El("Gather", twiml.Attrs{"numDigits": "1", "action": action}, say(prompt))
	return func(w http.ResponseWriter, _ *http.Request) {
		respond(w, menu, menu, say("Goodbye."))
	}
}

// choose redirects to the page of a key, or back to the menu for any other key.
func choose(menu string, keys map[string]http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if chosen, ok := keys[r.FormValue("Digits")]; ok {
			chosen(w, r)
			return
		}
		respond(w, say("Sorry, that is not a choice."), redirect(menu))
	}
}

func lead(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { respond(w, redirect(to)) }
}

func tell(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { respond(w, say(text)) }
}

func callSales(w http.ResponseWriter, _ *http.Request) {
	respond(w, say("One moment, please."),
		twiml.El("Dial", twiml.Attrs{"timeout": "20", "action": "/sales/ended"}, twiml.El("Number", nil, twiml.T(sales))))
}

// salesEnded records a message if no one answered.
func salesEnded(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("DialCallStatus") == "completed" {
		respond(w, twiml.El("Hangup", nil))
		return
	}
	voicemail(w, r)
}

func voicemail(w http.ResponseWriter, _ *http.Request) {
	respond(w, say("Please leave a message after the beep, and end it with the hash key."),
		twiml.El("Record", twiml.Attrs{"action": "/voicemail/saved", "maxLength": "120", "finishOnKey": "#"}),
		say("We have not heard anything. Goodbye."))
}

func saved(w http.ResponseWriter, r *http.Request) {
	respond(w,
		twiml.El("Sms", twiml.Attrs{"to": sales, "from": r.FormValue("To")}, twiml.T("A message from "+r.FormValue("From")+": "+r.FormValue("RecordingUrl"))),
		say("Thank you. We will call you back."))
}
