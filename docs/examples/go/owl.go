package main

import (
	"log"
	"net/http"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Owl is the application, which Twilio knows by its public URL. Who has not the account's auth token gets nowhere.
func Owl(publicURL, authToken string) http.Handler {
	app := http.NewServeMux()
	menus(app)
	conference(app)
	app.HandleFunc("POST /sms", message)
	return webhook.Require(authToken, publicURL, app)
}

// respond answers with TwiML. A mistake in it is ours, and not the caller's.
func respond(w http.ResponseWriter, verbs ...twiml.Node) {
	if err := twiml.Respond(w, verbs...); err != nil {
		log.Print(err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func say(text string) *twiml.Element { return twiml.El("Say", nil, twiml.T(text)) }

func redirect(to string) *twiml.Element { return twiml.El("Redirect", nil, twiml.T(to)) }
