//go:build ignore

// Package main answers a call, after it has checked Twilio's signature (go get github.com/twilio/twilio-go). It rejects requests without one.
//
// Run it with: twvoice serve --forward 3000 -- go run app.go
package main

import (
	"cmp"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/twilio/twilio-go/client"
	"github.com/twilio/twilio-go/twiml"
)

func main() {
	validator := client.NewRequestValidator(os.Getenv("TWILIO_AUTH_TOKEN"))
	http.HandleFunc("POST /voice", func(w http.ResponseWriter, r *http.Request) {
		params := map[string]string{}
		if err := r.ParseForm(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for name := range r.PostForm {
			params[name] = r.PostForm.Get(name)
		}
		url := cmp.Or(r.Header.Get("X-Forwarded-Proto"), "http") + "://" + r.Host + r.RequestURI
		if !validator.Validate(url, params, r.Header.Get("X-Twilio-Signature")) {
			http.Error(w, "not signed by Twilio", http.StatusForbidden)
			return
		}
		answer, err := twiml.Voice([]twiml.Element{&twiml.VoiceSay{Message: "Hello from Go."}})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, answer)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+cmp.Or(os.Getenv("PORT"), "3000"), nil))
}
