package voicetest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

func TestRequestsCallbacksAndTextsAreSteps(t *testing.T) {
	t.Parallel()
	app := pages(map[string]string{
		"/voice":     `<Gather numDigits="1" action="/menu/main?lang=en"><Say>Press a key.</Say></Gather>`,
		"/menu/main": `<Sms>Thanks for calling.</Sms><Record action="/saved" recordingStatusCallback="/recording" maxLength="60"/>`,
		"/saved":     `<Say>Thank you.</Say>`,
	})
	call := voicetest.Dial(t, app, voicetest.StatusCallback("/status", "ringing", "answered", "completed"))
	call.Press("1")
	menu := call.Requests("/menu/*", "Digits=1", "lang=en")
	if menu.Method != http.MethodPost || menu.Status != http.StatusOK {
		t.Errorf("got %+v", menu)
	}
	if sms := call.Sends("thanks for calling"); sms.To != "+14155550100" {
		t.Errorf("got %+v", sms)
	}
	call.Record(8*time.Second, "#")
	call.Requests("/saved", "RecordingDuration=8", "Digits=#")
	call.Hears("thank you")
	call.Ends("completed")
	call.CallsBack("completed", "RecordingDuration=8")
	call.CallsBack("completed", "CallStatus=completed")
	all := call.Transcript()
	if all.Status != "completed" || len(all.Requests) != 6 || all.Transcript[0].Kind != "answer" {
		t.Errorf("got %+v", all)
	}
}

func TestRecordingEndsAsTheStepSays(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"silence", "hangup"} {
		call := voicetest.Dial(t, pages(map[string]string{"/voice": `<Record action="/saved" timeout="5"/>`, "/saved": `<Say>Thank you.</Say>`}))
		call.Record(4*time.Second, end)
		call.Requests("/saved")
		call.Ends("completed")
	}
}

func TestStepsAboutRequestsFailWithTheirReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test func(*voicetest.Call)
		want string
	}{
		"another parameter":                {func(c *voicetest.Call) { c.Press("2"); c.Requests("/menu", "Digits=1") }, "want a request to /menu with Digits=1, but it has Digits=2"},
		"no such parameter":                {func(c *voicetest.Call) { c.Press("2"); c.Requests("/menu", "Speech=1") }, "want a request to /menu with Speech=1, but it has no Speech"},
		"no such request":                  {func(c *voicetest.Call) { c.Press("1"); c.Requests("/nowhere") }, "want a request to /nowhere, but the call has ended: it requested /voice, /menu"},
		"nobody presses":                   {func(c *voicetest.Call) { c.Requests("/menu") }, "want a request to /menu, but the call waits for the caller: it requested /voice"},
		"hanging up twice":                 {func(c *voicetest.Call) { c.Hangup(); c.Hangup() }, "want the caller to hang up, but the call has ended"},
		"a path with a query":              {func(c *voicetest.Call) { c.Requests("/menu?lang=en") }, `voicetest: Requests("/menu?lang=en"): write only the path, such as /menu, and pass the query as params`},
		"a parameter without =":            {func(c *voicetest.Call) { c.Requests("/menu", "Digits") }, `"Digits" is not a parameter: write Name=value`},
		"no callback":                      {func(c *voicetest.Call) { c.Press("1"); c.CallsBack("completed") }, "want a status callback with completed, but the call has ended"},
		"no text":                          {func(c *voicetest.Call) { c.Press("1"); c.Sends("hi") }, `want a text message "hi" to be sent, but the call has ended`},
		"what is not to be heard":          {func(c *voicetest.Call) { c.Press("1"); c.NotHears("goodbye"); c.Ends("completed") }, `want the caller not to hear "goodbye", but it heard "Goodbye."`},
		"a queue that it is not in":        {func(c *voicetest.Call) { c.Press("1"); c.InQueue("support") }, `want the caller to be in the queue "support", but the call has ended`},
		"a recording of nothing":           {func(c *voicetest.Call) { c.Press("1"); c.Record(time.Second, "#") }, "want the caller to be recorded, but the call has ended"},
		"a recording that ends by nothing": {func(c *voicetest.Call) { c.Record(time.Second, "*") }, `Record ends by "#", "hangup" or "silence", not by "*"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := pages(map[string]string{"/voice": `<Gather numDigits="1" action="/menu"><Say>Press a key.</Say></Gather>`, "/menu": `<Say>Goodbye.</Say>`})
			if got := verdict(t, func(t testing.TB) { c.test(voicetest.Dial(t, app)) }); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want it to say %q", got, c.want)
			}
		})
	}
}

// What comes before the text that is heard counts, what comes after it does not.
func TestNotHearsHoldsUntilSomethingIsHeard(t *testing.T) {
	t.Parallel()
	app := says(`<Say>Welcome. This is Owl.</Say><Say>Goodbye.</Say>`)
	call := voicetest.Dial(t, app)
	call.NotHears("goodbye")
	call.Hears("this is owl")
	call.Hears("goodbye")
	call.Ends("completed")
	if got := verdict(t, func(t testing.TB) {
		call := voicetest.Dial(t, app)
		call.NotHears("welcome")
		call.Hears("this is owl")
	}); !strings.Contains(got, `not to hear "welcome"`) {
		t.Errorf("got %q", got)
	}
}

func TestCallIsInItsQueueAndConference(t *testing.T) {
	t.Parallel()
	call := voicetest.Dial(t, pages(map[string]string{
		"/voice": `<Enqueue waitUrl="/wait" action="/left">support</Enqueue>`,
		"/wait":  `<Say>Please hold.</Say><Leave/>`,
		"/left":  `<Dial><Conference>room</Conference></Dial>`,
	}))
	call.InQueue("support")
	call.Hears("please hold")
	call.InConference("room")
	call.Hangup()
	call.Ends("completed")
}
