package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// sharedKey is the command `sharedkey` for a script: a request that Twilio has signed with a SharedKey.
//
//	sharedkey STATUS SID SECRET FILE PUBLIC   posts to /voice of the URL in FILE, signed for /voice of PUBLIC, and wants STATUS
func sharedKey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: sharedkey STATUS SID SECRET FILE PUBLIC")
	}
	form := url.Values{"CallSid": {"CA0123456789abcdef0123456789abcdef"}, "From": {"+14155550100"}, "To": {"+14155550111"}, "CallStatus": {"ringing"}}
	key := webhook.SharedKey{SID: args[1], Secret: args[2], Algorithm: webhook.HMACSHA256}
	local := strings.TrimSpace(ts.ReadFile(args[3]))
	req, err := http.NewRequest(http.MethodPost, local+"/voice", strings.NewReader(form.Encode()))
	ts.Check(err)
	settings, signature := key.Sign(args[4]+"/voice", form)
	req.Header = http.Header{"Content-Type": {webhook.FormContentType}, webhook.SettingsHeader: {settings}, webhook.SignatureHeader: {signature}}
	answer, err := http.DefaultClient.Do(req)
	ts.Check(err)
	answer.Body.Close()
	if got := strconv.Itoa(answer.StatusCode); got != args[0] {
		ts.Fatalf("got %s, want %s", got, args[0])
	}
}
