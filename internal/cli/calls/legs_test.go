package calls

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/scenario"
)

// leg are requests of a phone that was dialed.
func leg(sid, to string, requests ...capture.Request) []capture.Request {
	for i := range requests {
		requests[i].CallSid, requests[i].To = sid, to
	}
	return requests
}

// told is a status callback.
func told(status, duration string) capture.Request {
	r := page("/status", "", "CallStatus", status, "CallDuration", duration)
	r.Purpose, r.CallStatus, r.Status, r.Answered, r.Answer = judge.Status, status, http.StatusNoContent, nil, ""
	return r
}

// F1: a scenario of a call with others tells what happened, or says what the recording does not tell; and it passes.
func TestSavedCallsWithOthersTellWhatHappened(t *testing.T) {
	t.Parallel()
	const number = "+15105550100"
	ended := "ended: { status: completed, by: app }"
	left := "ended: { status: completed, by: caller }"
	dial := page("/voice", `<Dial action="/dialed"><Number url="/whisper">`+number+`</Number></Dial>`)
	whisper := `<Gather numDigits="1" action="/accept"><Say>Press 1.</Say></Gather><Hangup/>`
	tests := []struct {
		name    string
		call    []capture.Request
		legs    [][]capture.Request
		steps   []string
		remarks []string
	}{
		{
			"the callee accepted, and hung up after half a minute",
			[]capture.Request{dial, page("/dialed", "<Say>Bye.</Say>", "DialCallStatus", "completed", "DialCallDuration", "30", "DialCallSid", "CA2", "CallStatus", "in-progress")},
			[][]capture.Request{leg("CA2", number, page("/whisper", whisper), page("/accept", "<Say>Connected.</Say>", "Digits", "1"))},
			[]string{`dial: { to: +15105550100, whisper_press: "1", hangup_after: 30s }`, "hear: Bye.", ended},
			[]string{"The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"the callee accepted, and the caller hung up",
			[]capture.Request{dial, page("/dialed", "<Say>Bye.</Say>", "DialCallStatus", "completed", "DialCallDuration", "30", "DialCallSid", "CA2", "CallStatus", "completed")},
			[][]capture.Request{leg("CA2", number, page("/whisper", whisper), page("/accept", "", "Digits", "1"))},
			[]string{`dial: { to: +15105550100, whisper_press: "1", hangup_after: 1m30s }`, "silence: 31s", "hangup", left},
			[]string{"The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"the callee accepted, with keys that were not stored",
			[]capture.Request{dial, page("/dialed", "", "DialCallStatus", "completed", "DialCallDuration", "30", "DialCallSid", "CA2", "CallStatus", "in-progress")},
			[][]capture.Request{leg("CA2", number, page("/whisper", whisper), page("/accept", "", "Digits", capture.Redacted))},
			[]string{`dial: { to: +15105550100, whisper_press: "${KEY_1}", hangup_after: 30s }`, ended},
			[]string{"The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"the callee pressed nothing",
			[]capture.Request{dial, page("/dialed", "<Say>Sorry.</Say>", "DialCallStatus", "no-answer", "DialCallSid", "CA2", "CallStatus", "in-progress")},
			[][]capture.Request{leg("CA2", number, page("/whisper", whisper))},
			[]string{"dial: +15105550100", "hear: Sorry.", ended},
			nil,
		},
		{
			"a Dial without an action, of which a callback tells",
			[]capture.Request{page("/voice", `<Dial><Number url="/whisper" statusCallback="/status">`+number+`</Number></Dial><Say>Bye.</Say>`)},
			[][]capture.Request{leg("CA2", number, page("/whisper", whisper), page("/accept", "", "Digits", "1"), told("completed", "42"))},
			[]string{`dial: { to: +15105550100, whisper_press: "1", hangup_after: 42s }`, "hear: Bye.", ended},
			[]string{"The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"a Dial without an action, of which nothing tells",
			[]capture.Request{page("/voice", `<Dial>`+number+`</Dial>`)},
			nil,
			[]string{"dial: +15105550100", ended},
			[]string{"The recording does not contain how long the call to +15105550100 lasted, nor who ended it.", "The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"the second of two phones accepted",
			[]capture.Request{
				page("/voice", `<Dial action="/dialed"><Number>+15105550101</Number><Number url="/whisper">`+number+`</Number></Dial>`),
				page("/dialed", "", "DialCallStatus", "completed", "DialCallDuration", "20", "DialCallSid", "CA3", "CallStatus", "in-progress"),
			},
			[][]capture.Request{leg("CA3", number, page("/whisper", whisper), page("/accept", "", "Digits", "1"))},
			[]string{"dial: { to: +15105550101, then: no-answer }", `dial: { to: +15105550100, whisper_press: "1", hangup_after: 20s }`, ended},
			[]string{"The recording does not contain what was said after +15105550100 answered."},
		},
		{
			"one of two phones answered, and nobody knows which",
			[]capture.Request{
				page("/voice", `<Dial action="/dialed"><Number>+15105550101</Number><Number>`+number+`</Number></Dial>`),
				page("/dialed", "", "DialCallStatus", "completed", "DialCallDuration", "20", "DialCallSid", "CA3", "CallStatus", "in-progress"),
			},
			nil,
			[]string{"dial: { to: +15105550101, hangup_after: 20s }", "dial: { to: +15105550100, hangup_after: 20s }", ended},
			[]string{"The recording does not contain which of several phones answered.", "The recording does not contain what was said after +15105550101 answered."},
		},
		{
			"the caller hung up while it rang",
			[]capture.Request{page("/voice", `<Dial action="/dialed">`+number+`</Dial>`), page("/dialed", "", "DialCallStatus", "canceled", "CallStatus", "completed")},
			nil,
			[]string{"dial: { to: +15105550100, then: no-answer }", "silence: 2s", "hangup", left},
			nil,
		},
		{
			"a conference that the caller left",
			[]capture.Request{page("/voice", `<Dial action="/after"><Conference waitUrl="">room</Conference></Dial>`), page("/after", "", "DialCallStatus", "completed", "DialCallDuration", "25", "CallStatus", "completed")},
			nil,
			[]string{"conference: room", "silence: 25s", "hangup", left},
			[]string{`The recording does not contain what was said in the conference "room".`, "The recording does not contain who ended the conference for the caller."},
		},
		{
			"a queue that the caller left",
			[]capture.Request{page("/voice", `<Enqueue action="/after" waitUrl="">support</Enqueue>`), page("/after", "", "QueueResult", "hangup", "QueueTime", "25", "CallStatus", "completed")},
			nil,
			[]string{"queue: support", "silence: 25s", "hangup", left},
			nil,
		},
		{
			"a call that the application placed",
			[]capture.Request{page("/voice", "<Say>Hello.</Say>", "Direction", "outbound-api")},
			nil,
			[]string{"hear: Hello.", ended},
			[]string{"The application placed this call: in the scenario, the phone that answered it is the caller."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			track := newTrack(tt.call, tt.legs...)
			notes, err := track.retrace(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			source := notes.Scenario(scenario.Title{Name: "a", To: "/voice", From: scenario.DefaultFrom, Params: extraParams(tt.call[0])})
			_, written, _ := strings.Cut(string(source), "steps:\n")
			var steps []string
			for line := range strings.Lines(written) {
				steps = append(steps, strings.TrimSpace(strings.TrimPrefix(line, "  - ")))
			}
			if diff := cmp.Diff(tt.steps, steps); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.remarks, track.remarks()); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
			fails, err := track.rehearse(t.Context(), "a.yaml", source)
			if err != nil || fails != "" {
				t.Errorf("it does not pass: %s %v", fails, err)
			}
		})
	}
}

// What cannot be written as a scenario is not called one that passes: a phone that was dialed cannot speak first and press then.
func TestSavedCallThatCannotBeWrittenSaysWhy(t *testing.T) {
	t.Parallel()
	call := []capture.Request{
		page("/voice", `<Dial action="/dialed"><Number url="/whisper">+15105550100</Number></Dial>`),
		page("/dialed", "<Say>Bye.</Say>", "DialCallStatus", "completed", "DialCallDuration", "30", "DialCallSid", "CA2", "CallStatus", "in-progress"),
	}
	phone := leg(
		"CA2", "+15105550100",
		page("/whisper", `<Gather input="speech" action="/sure"><Say>Say yes.</Say></Gather><Hangup/>`),
		page("/sure", `<Gather numDigits="1" action="/accept"><Say>Press 1.</Say></Gather><Hangup/>`, "SpeechResult", "yes"),
		page("/accept", "", "Digits", "1"),
	)
	track := newTrack(call, phone)
	notes, err := track.retrace(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fails, err := track.rehearse(t.Context(), "a.yaml", notes.Scenario(scenario.Title{Name: "a", To: "/voice", From: scenario.DefaultFrom}))
	if err != nil {
		t.Fatal(err)
	}
	if fails == "" {
		t.Error("it is said to pass")
	}
}
