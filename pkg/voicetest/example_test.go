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
		answer(w, `<Say>One moment.</Say><Dial timeout="20" action="/dialed">+15105550100</Dial>`)
	})
	app.HandleFunc("/dialed", func(w http.ResponseWriter, r *http.Request) {
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

	dialed := call.Requests("/dialed", "DialCallStatus=completed")
	fmt.Println(dialed.URL, dialed.Params["DialCallDuration"])
	// Output: http://app.example/dialed 60
}

// A caller who presses the wrong key hears the menu again, and a silent one hears goodbye.
func ExampleCall_Silence() {
	t := &testing.T{} // in a test: its own

	call := voicetest.Dial(t, menu())
	call.Press("9")
	call.Hears("Thanks for calling")
	call.Silence()
	call.Hears("Goodbye")
	call.Ends("completed")

	fmt.Println(len(call.Transcript().Alerts), "alerts")
	// Output: 0 alerts
}

// The callee must press a key before the two are connected.
func ExampleCall_Answers() {
	t := &testing.T{} // in a test: its own
	app := pages(map[string]string{
		"/voice":   `<Dial><Number url="/whisper">+15105550100</Number></Dial>`,
		"/whisper": `<Gather numDigits="1" action="/accepted"><Say>Press 1 to take the call.</Say></Gather><Hangup/>`,
	})

	call := voicetest.Dial(t, app)
	p := call.Answers("+15105550100")
	p.Hears("Press 1 to take the call")
	p.Press("1")
	p.Say("Sales, hello.")
	call.Hears("Sales, hello.")
	p.Hangup()
	call.Ends("completed")

	fmt.Println(call.Transcript().Status)
	// Output: completed
}

// The application places a call and redirects it while it runs.
func ExampleOutbound() {
	t := &testing.T{} // in a test: its own

	call := voicetest.Outbound(t, menu(), voicetest.To("+15105550100"), voicetest.StatusCallback("/status", "answered", "completed"))
	call.Hears("Thanks for calling")
	call.Update(voicetest.Update{Twiml: `<Response><Say>We are closing.</Say></Response>`})
	call.Hears("We are closing")
	call.Ends("completed")
	call.CallsBack("completed")

	fmt.Println(call.Transcript().EndedBy)
	// Output: app
}

func ExampleText() {
	t := &testing.T{} // in a test: its own

	thread := voicetest.Text(t, hours(), "hi")
	thread.Replies("Reply 1 for opening hours")
	thread.Text("1")
	reply := thread.Replies("nine to five")

	fmt.Println(reply.Media)
	// Output: [https://cdn.example/map.png]
}
