package event_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Each entry is an event of a leg with the actions that followed.
func ExampleEntry() {
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<Response><Say>Hello.</Say></Response>`)
	})
	_, err := voicesim.Run(context.Background(), voicesim.Options{
		Call:      event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Transport: voicesim.InMemory(app),
		Observe: func(e event.Entry) {
			for _, action := range e.Actions {
				switch a := action.(type) {
				case event.Fetch:
					fmt.Printf("%T requests %s\n", e.Event, a.URL)
				case event.Say:
					fmt.Printf("%T says %q\n", e.Event, a.Text)
				case event.End:
					fmt.Printf("%T ends the call: %s\n", e.Event, a.Status)
				}
			}
		},
	})
	if err != nil {
		panic(err)
	}
	// Output:
	// event.Rang requests http://app.example/voice
	// event.Fetched says "Hello."
	// event.Elapsed ends the call: completed
}
