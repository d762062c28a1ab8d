//go:build ignore

// Package main places a call with the official SDK (go get github.com/twilio/twilio-go) and waits until it has ended.
// Nothing in it is specific to the emulator.
//
// Run it with: twvoice emulate -- go run app.go
package main

import (
	"fmt"
	"log"
	"os"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func main() {
	// twilio.NewRestClient() does the same; it links every product of Twilio's.
	account := &client.Client{Credentials: client.NewCredentials(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN"))}
	account.SetAccountSid(os.Getenv("TWILIO_ACCOUNT_SID"))
	calls := api.NewApiService(client.NewRequestHandler(account))

	params := (&api.CreateCallParams{}).SetTo("+14155550123").SetFrom("+14155550111")
	call, err := calls.CreateCall(params.SetTwiml("<Response><Say>Your parcel has arrived.</Say></Response>"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("placed:", *call.Status)
	for *call.Status == "queued" || *call.Status == "ringing" || *call.Status == "in-progress" {
		time.Sleep(100 * time.Millisecond)
		if call, err = calls.FetchCall(*call.Sid, nil); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("ended:", *call.Status, "after", *call.Duration, "s")
}
