package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func ExampleSign() {
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}}
	fmt.Println(webhook.Sign("12345", "https://example.com/voice?lang=en", form))
	// Output:
	// ThkcZW/iJpeu91kvUGhx5MwMS48=
}

func ExampleCheck() {
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}}
	verdict := webhook.Check(webhook.Request{
		Token:     "12345",
		Signature: webhook.Sign("12345", "https://example.com/voice", form),
		URL:       "http://example.com/voice", // the application sees http behind its proxy
		Params:    form,
	})
	fmt.Println(verdict.Reason)
	fmt.Println(verdict.Fix)
	// Output:
	// Twilio signed https://example.com/voice, but http://example.com/voice was checked: different scheme
	// something in front of the application ends TLS: check against the public URL, which begins with https://
}

func ExampleRequire() {
	voice := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "<Response><Say>Hello %s</Say></Response>", r.PostFormValue("FromCity"))
	})
	app := webhook.Require("12345", "https://example.com", voice)

	call := webhook.Call{From: "+14155551234", To: "+15017122661", FromPlace: e164.Place{City: "OAKLAND"}}
	form := call.Params()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:3000/voice", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", webhook.FormContentType)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign("12345", "https://example.com/voice", form))

	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output:
	// 200 <Response><Say>Hello OAKLAND</Say></Response>
}
