package calls

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/scenario"
)

// page is a request that was recorded, and the document that answered it.
func page(target, verbs string, params ...string) capture.Request {
	all := url.Values{"CallSid": {"CA1"}, "From": {"+14155550100"}, "To": {"+14155550111"}}
	for i := 0; i < len(params); i += 2 {
		all.Set(params[i], params[i+1])
	}
	return capture.Request{
		Head: capture.Head{
			ID: "r1", CallSid: "CA1", From: "+14155550100", To: "+14155550111", Purpose: judge.Voice, Method: http.MethodPost,
			URL: "https://phone.example" + target, Status: http.StatusOK,
		},
		Rest: capture.Rest{Params: all, Answered: http.Header{"Content-Type": {"text/xml"}}, Answer: "<Response>" + verbs + "</Response>"},
	}
}

func TestSavedCallHasTheCallersInput(t *testing.T) {
	t.Parallel()
	const menu = `<Gather numDigits="1" action="/chosen"><Say>Press 1.</Say></Gather><Redirect>/voice</Redirect>`
	ended := "ended: { status: completed, by: app }"
	tests := []struct {
		name  string
		call  []capture.Request
		steps []string
		left  int // of the recording
	}{
		{
			"pressed a key",
			[]capture.Request{page("/voice", menu), page("/chosen", "<Say>Sales.</Say>", "Digits", "1")},
			[]string{"hear: Press 1.", `press: "1"`, "hear: Sales.", ended},
			0,
		},
		{
			"was silent once, and pressed a key then",
			[]capture.Request{page("/voice", menu), page("/voice", menu), page("/chosen", "<Say>Sales.</Say>", "Digits", "1")},
			[]string{"hear: Press 1.", "silence", "hear: Press 1.", `press: "1"`, "hear: Sales.", ended},
			0,
		},
		{
			"hung up where the recording ends, though the document goes on",
			[]capture.Request{page("/voice", menu)},
			[]string{"hear: Press 1.", "silence: 5.499s", "hangup", "ended: { status: completed, by: caller }"},
			0,
		},
		{
			"said something, and was understood so well",
			[]capture.Request{page("/voice", `<Gather input="speech" action="/said"/>`), page("/said", "<Hangup/>", "SpeechResult", "a boat", "Confidence", "0.5")},
			[]string{`say: { text: a boat, confidence: 0.5 }`, ended},
			0,
		},
		{
			"pressed more keys than one, the last to say that these are all",
			[]capture.Request{page("/voice", `<Gather action="/typed"/>`), page("/typed", "<Hangup/>", "Digits", "0123")},
			[]string{`press: "0123"`, ended},
			0,
		},
		{
			"was connected to a phone for a while",
			[]capture.Request{page("/voice", `<Dial action="/dialed">+15105550100</Dial>`), page("/dialed", "<Say>Bye.</Say>", "DialCallStatus", "completed", "DialCallDuration", "42")},
			[]string{"dial: { to: +15105550100, hangup_after: 42s }", "hear: Bye.", ended},
			0,
		},
		{
			"got nobody on the phone",
			[]capture.Request{page("/voice", `<Dial action="/dialed">+15105550100</Dial>`), page("/dialed", "<Hangup/>", "DialCallStatus", "no-answer")},
			[]string{"dial: { to: +15105550100, then: no-answer }", ended},
			0,
		},
		{
			"left a message and hung up",
			[]capture.Request{page("/voice", `<Record action="/left"/>`), page("/left", "<Hangup/>", "RecordingSid", "RE1", "RecordingDuration", "2", "Digits", "hangup")},
			[]string{`say: la la la la la la la la la la.`, "silence: 2s", "hangup", "ended: { status: completed, by: caller }"},
			0,
		},
		{
			"typed what nobody is told",
			[]capture.Request{page("/voice", `<Gather numDigits="4" action="/in"><Say>PIN?</Say></Gather>`), page("/in", "<Hangup/>", "Digits", capture.Redacted)},
			[]string{"hear: PIN?", "press: ${KEY_1}", ended},
			0,
		},
		{
			"was put through by somebody else than the document",
			[]capture.Request{page("/voice", "<Say>Hello.</Say>"), page("/elsewhere", "<Say>Surprise.</Say>")},
			[]string{"hear: Hello.", ended},
			1,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			track := newTrack(tt.call)
			notes, err := track.retrace(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			source := string(notes.Scenario(scenario.Title{Name: "a", To: "/voice", From: scenario.DefaultFrom}))
			_, written, _ := strings.Cut(source, "steps:\n")
			var steps []string
			for line := range strings.Lines(written) {
				steps = append(steps, strings.TrimSpace(strings.TrimPrefix(line, "  - ")))
			}
			if diff := cmp.Diff(tt.steps, steps); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if left := len(track.pages) - track.next; left != tt.left {
				t.Errorf("%d requests are left, want %d", left, tt.left)
			}
			lookup := func(string) (string, bool) { return "8642", true }
			if _, err := scenario.Load("saved.yaml", []byte(source), lookup); err != nil {
				t.Errorf("%v\n%s", err, source)
			}
		})
	}
}

func TestParametersOfItsOwn(t *testing.T) {
	t.Parallel()
	r := page("/voice", "", "FromCity", "SAN JOSE", "FromState", "CA", "Token", capture.Redacted, "CallStatus", "ringing", "Campaign", "spring")
	r.To = "+14155550199"
	got := extraParams(r)
	for name, want := range map[string]string{"FromCity": "SAN JOSE", "Campaign": "spring", "To": "+14155550199", "Called": "+14155550199", "FromState": "", "Token": "", "CallSid": ""} {
		if got.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, got.Get(name), want)
		}
	}
}
