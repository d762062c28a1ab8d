package client_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// A webhook is delivered as Twilio does it, over a redirect that loses its parameters.
func ExampleClient_Deliver() {
	app := http.NewServeMux()
	app.HandleFunc("/voice", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/voice/", http.StatusFound) })
	app.HandleFunc("/voice/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "%q", r.FormValue("Digits")) })

	c := client.New(client.Options{
		App: "http://app.example/voice", Token: "the auth token",
		Transport: client.InMemory(webhook.Require("the auth token", "", app)), // nil: over the network
	})
	got, err := c.Deliver(context.Background(), client.Request{URL: "http://app.example/voice", Params: url.Values{"Digits": {"1"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hop := range got.Hops {
		fmt.Println(hop.Status, hop.Method, hop.URL)
	}
	fmt.Println(got.Hops[1].Lost)
	// Output:
	// 302 POST http://app.example/voice
	// 200 GET http://app.example/voice/
	// POST became GET without its parameters
}
