package voicesim_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// A caller presses 1, and the application says where that leads. No port, no network, and no time is spent.
func Example() {
	app := http.NewServeMux()
	app.HandleFunc("/voice", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<Response><Gather numDigits="1" action="/menu"><Say>Press 1 for sales.</Say></Gather></Response>`)
	})
	app.HandleFunc("/menu", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<Response><Pause length="600"/><Say>You pressed %s.</Say></Response>`, r.FormValue("Digits"))
	})
	script, err := voicesim.NewScript(voicesim.Line{Press: "1"})
	if err != nil {
		panic(err)
	}
	result, err := voicesim.Run(context.Background(), voicesim.Options{
		Call:      event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Token:     "12345",
		Transport: voicesim.InMemory(app),
		Caller:    script,
		Observe: func(e event.Entry) {
			for _, action := range e.Actions {
				if say, ok := action.(event.Say); ok {
					fmt.Println(say.Text)
				}
			}
		},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Status, "after", result.Duration)
	// Output:
	// Press 1 for sales.
	// You pressed 1.
	// completed after 10m2.1s
}
