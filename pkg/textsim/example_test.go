package textsim_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/textsim"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

func ExampleSend() {
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = twiml.Respond(w, twiml.El("Message", nil, twiml.T("You said "+r.FormValue("Body"))))
	})

	result, err := textsim.Send(context.Background(), textsim.Options{
		Message:   textsim.Message{From: "+14155550100", To: "+14155550111", Body: "hi", URL: "http://app.example/sms"},
		Token:     "the auth token",
		Transport: voicesim.InMemory(app), // nil: over the network
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, reply := range result.Replies {
		fmt.Println(reply.To, reply.Body)
	}
	// Output: +14155550100 You said hi
}
