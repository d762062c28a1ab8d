package voicetest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

// menu is the application under test.
func menu() http.Handler {
	app := http.NewServeMux()
	app.HandleFunc("/voice", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, `<Gather numDigits="1" action="/menu"><Say>Thanks for calling. For sales, press 1.</Say></Gather><Say>Goodbye.</Say>`)
	})
	app.HandleFunc("/menu", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("Digits") != "1" {
			answer(w, `<Redirect>/voice</Redirect>`)
			return
		}
		answer(w, `<Say>One moment.</Say><Dial timeout="20" action="/dialled">+15105550100</Dial>`)
	})
	app.HandleFunc("/dialled", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("DialCallStatus") == "completed" {
			answer(w, `<Hangup/>`)
			return
		}
		answer(w, `<Say>Nobody is in. Please call again.</Say>`)
	})
	return app
}

func answer(w http.ResponseWriter, verbs string) {
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, "<Response>%s</Response>", verbs)
}

func Example() {
	t := &testing.T{} // in a test: its own

	call := voicetest.Dial(t, menu(), voicetest.From("+14155550123"))
	call.Hears("for sales, press 1")
	call.Press("1")
	call.Answers("+15105550100", voicetest.Talks("Sales, hello."), voicetest.HangsUpAfter(time.Minute))
	call.Hears("Sales, hello.")
	call.Ends("completed")

	last := call.Requests()[len(call.Requests())-1]
	fmt.Println(last.URL, last.Params.Get("DialCallStatus"), last.Params.Get("DialCallDuration"))
	// Output: http://app.example/dialled completed 60
}

// A caller who presses the wrong key hears the menu again, and one who says nothing is told goodbye.
func ExampleCall_Silence() {
	t := &testing.T{} // in a test: its own

	call := voicetest.Dial(t, menu())
	call.Press("9")
	call.Hears("Thanks for calling")
	call.Silence()
	call.Hears("Goodbye")
	call.Ends("completed")

	fmt.Println(len(call.Alerts()), "alerts")
	// Output: 0 alerts
}
