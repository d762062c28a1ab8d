package emulator_test

import (
	"net/http"
	"net/url"
	"testing"
)

// Thousands of calls leave no more state in memory than hundreds, and all of them end.
func TestManyCallsLeaveLittleBehind(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Dial><Number>+14155550133</Number></Dial>`})
	for i := range 1500 {
		form := url.Values{"Twiml": {"<Response><Say>Hello</Say></Response>"}}
		if i%5 == 0 {
			form = url.Values{"Url": {"http://app.test/voice"}}
		}
		form.Set("To", "+14155550199")
		form.Set("From", "+14155550111")
		if w := x.send(http.MethodPost, x.path("/Calls.json"), form); w.Code != http.StatusCreated {
			t.Fatalf("call %d: %d %s", i, w.Code, w.Body)
		}
	}
	x.over(t, x.calls(t, url.Values{"Twiml": {"<Response/>"}}))
	for len(x.listed(t, "?Status=in-progress&PageSize=1"))+len(x.listed(t, "?Status=ringing&PageSize=1"))+len(x.listed(t, "?Status=queued&PageSize=1")) > 0 {
	}
	lines, late, past, deliveries, unwritten := x.server().Kept()
	if lines+late > 0 || past > 200 || deliveries > 1000 || unwritten > 0 {
		t.Errorf("%d calls go on, %d wait for an answer, %d stories and %d deliveries are kept, %d changes are not written", lines, late, past, deliveries, unwritten)
	}
}
