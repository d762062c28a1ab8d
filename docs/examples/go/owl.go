package main

import (
	"log"
	"net/http"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Owl is the application; Twilio requests it at its public URL. It rejects requests that are not signed with the account's auth token.
func Owl(publicURL, authToken string) http.Handler {
	app := http.NewServeMux()
	menus(app)
	conference(app)
	app.HandleFunc("POST /sms", message)
	return webhook.Require(authToken, publicURL, app)
}

// respond answers with TwiML. An error in it is a bug of this program.
func respond(w http.ResponseWriter, verbs ...twiml.Node) {
	if err := twiml.Respond(w, verbs...); err != nil {
		log.Print(err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func say(text string) *twiml.Element { return twiml.El("Say", nil, twiml.T(text)) }

func redirect(to string) *twiml.Element { return twiml.El("Redirect", nil, twiml.T(to)) }
