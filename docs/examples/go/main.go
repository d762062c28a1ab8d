// Command owl is a phone application with its tests: a menu of three levels with a voicemail, a hotline that asks
// colleagues by a whisper and lets callers wait in a conference, and replies to text messages. go test calls it; twvoice puts it on a number:
//
//	twvoice serve --number +14155550111 --forward 3000 -- go run .
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	app := Owl(os.Getenv("TWVOICE_PUBLIC_URL"), os.Getenv("TWILIO_AUTH_TOKEN"))
	log.Fatal(http.ListenAndServe("localhost:3000", app))
}
