package voicetest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// F5, F7, F9: what must not pass in silence fails, and says why. Go refuses what a scenario file refuses.
func TestMistakesOfATestFail(t *testing.T) {
	t.Parallel()
	dials := says(`<Dial>+15105550100</Dial>`)
	for name, c := range map[string]struct {
		test func(testing.TB)
		want string
	}{
		"keys for a whisper that the app does not have": {func(t testing.TB) {
			call := voicetest.Dial(t, dials)
			call.Answers("+15105550100", voicetest.Presses("1"))
			call.Ends("completed")
		}, ` did not use "1": the call never waited for it`},
		"an alert that never comes": {func(t testing.TB) {
			voicetest.Dial(t, says(`<Say>Hi</Say>`), voicetest.Expect("11200")).Ends("completed")
		}, "want the call to raise 11200"},
		"an alert that does not exist": {func(t testing.TB) { voicetest.Dial(t, dials, voicetest.Expect("banana")) }, `voicetest: Expect("banana"): not a Twilio error code: five digits`},
		"nothing to hear":              {func(t testing.TB) { voicetest.Dial(t, dials).Hears(" ") }, `voicetest: Hears("") would match anything: give the expected text`},
		"a caller who cannot call":     {func(t testing.TB) { voicetest.Dial(t, dials, voicetest.From("x")) }, `From("x") is not a number`},
		"a URL without a host":         {func(t testing.TB) { voicetest.Dial(t, dials, voicetest.URL("/voice")) }, `URL("/voice") is not an absolute`},
		"an app that panics": {func(t testing.TB) {
			voicetest.Dial(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("nil map") }), voicetest.Expect("11200")).Ends("completed")
		}, "POST /voice: the application panicked: nil map"},
		"a second caller who never hangs up": {func(t testing.TB) {
			voicetest.Dial(t, says(`<Enqueue waitUrl="">q</Enqueue>`), voicetest.Another(time.Second, "+14155550122", "http://app.example/voice")).Ends("completed")
		}, "the call raised error 32015: the call reached its limit of 4h0m0s and was ended: no phone hangs up; voicetest.HangsUpAfter(…) sets when one does"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, c.test); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want it to say %q", got, c.want)
			}
		})
	}
}

// F5: a phone that a step describes hangs up after ten seconds, as in a scenario, unless a step sets another time.
func TestAnswersHangsUpAsInAScenario(t *testing.T) {
	t.Parallel()
	call := voicetest.Dial(t, says(`<Dial>+15105550100</Dial>`))
	call.Answers("+1 510 555 0100", voicetest.Talks("Sales here")) // F15: as people type it
	call.Hears("sales here")
	call.Ends("completed")
}

// F8: behind https a handler finds TLS, so that webhook.Require takes the URL for what it is.
func TestDialByHTTPSIsBehindTLS(t *testing.T) {
	t.Parallel()
	app := webhook.Handler{Token: voicetest.AuthToken, Next: says(`<Say>Signed.</Say>`)}
	call := voicetest.Dial(t, app, voicetest.URL("https://app.example/voice"))
	call.Hears("Signed")
	call.Ends("completed")
}

// F15: two phrases of one Say are two steps, in their order; a callback's path is the application's.
func TestStepsMayShareASayAndCallbacksMayBeRelative(t *testing.T) {
	t.Parallel()
	call := voicetest.Dial(t, says(`<Say>Thanks for calling. For sales, press 1.</Say>`), voicetest.StatusCallback("/status"))
	call.Hears("thanks for calling")
	call.Hears("for sales")
	call.Ends("completed")
	last := call.CallsBack("completed")
	if last.URL != "http://app.example/status" || last.Status != http.StatusOK {
		t.Errorf("got %+v", last)
	}
	if got := verdict(t, func(t testing.TB) {
		call := voicetest.Dial(t, says(`<Say>Thanks for calling. For sales, press 1.</Say>`))
		call.Hears("for sales")
		call.Hears("thanks for calling")
	}); !strings.Contains(got, "want the caller to hear") {
		t.Errorf("in the wrong order: got %q", got)
	}
}
