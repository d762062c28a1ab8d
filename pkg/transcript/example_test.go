package transcript_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// A call is read as it happens: what is on the line, but for the requests.
func ExampleReader() {
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<Response><Say>One moment.</Say><Dial>+15105550100</Dial><Say>Goodbye.</Say></Response>`)
	})
	var reader transcript.Reader
	_, err := voicesim.Run(context.Background(), voicesim.Options{
		Call:      event.Call{From: "+14155550100", To: "+14155550111", URL: "http://app.example/voice"},
		Transport: voicesim.InMemory(app),
		Observe: func(e event.Entry) {
			for _, part := range reader.Read(e) {
				if item, ok := part.(transcript.Item); ok {
					fmt.Println(strings.TrimSpace(transcript.Line(item, transcript.Plain{})))
				}
			}
		},
	})
	if err != nil {
		panic(err)
	}
	// Output:
	// 0.0s  answered
	// 0.0s  hears    "One moment."
	// 0.7s  dials    +15105550100
	// 1.7s  [+15105550100] answered
	// 1.7s  [+15105550100] is connected
	// 11.7s  [+15105550100] hangs up
	// 11.7s  +15105550100: completed
	// 11.7s  hears    "Goodbye."
	// 12.2s  the app hangs up
}
