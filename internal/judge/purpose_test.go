package judge_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/twvoice/twvoice/internal/judge"
)

func TestPurposeIsKnownByParameters(t *testing.T) {
	t.Parallel()
	call := []string{"CallSid", "CA1", "CallStatus", "in-progress"}
	of := func(more ...string) []string { return append(call[:len(call):len(call)], more...) }
	tests := []struct {
		name   string
		params []string
		want   judge.Purpose
	}{
		{"for a document", of(), judge.Voice},
		{"after a problem", of("ErrorCode", "11200", "ErrorUrl", "https://a"), judge.Fallback},
		{"the action of a Gather", of("Digits", "1"), judge.Action},
		{"the action of a Record", of("RecordingSid", "RE1", "RecordingUrl", "http://a", "RecordingDuration", "5"), judge.Action},
		{"the action of a Dial", of("DialCallStatus", "completed", "DialCallDuration", "5"), judge.Action},
		{"the status of a call", of("CallbackSource", "call-progress-events"), judge.Status},
		{"the end of a call", of("CallDuration", "5"), judge.Status},
		{"the status of a recording", of("RecordingStatus", "completed", "RecordingSid", "RE1"), judge.Recording},
		{"an event of a conference", []string{"ConferenceSid", "CF1", "CallSid", "CA1", "StatusCallbackEvent", "participant-join"}, judge.Conference},
		{"a partial result", of("UnstableSpeechResult", "I w"), judge.Partial},
		{"whether a machine answered", []string{"CallSid", "CA1", "AnsweredBy", "human"}, judge.Detection},
		{"the progress of a stream", []string{"CallSid", "CA1", "StreamEvent", "stream-started"}, judge.Stream},
		{"a text message", []string{"MessageSid", "SM1", "SmsStatus", "received"}, judge.Message},
		{"what became of one", []string{"MessageSid", "SM1", "MessageStatus", "delivered"}, judge.Sms},
		{"nothing that is known", []string{"EventType", "x"}, judge.Other},
	}
	for _, tt := range tests {
		params := url.Values{}
		for i := 0; i < len(tt.params); i += 2 {
			params.Set(tt.params[i], tt.params[i+1])
		}
		f := judge.Facts{Method: http.MethodPost, URL: &url.URL{Path: "/voice"}, Params: params, Status: 200}
		if got := judge.Judge(f).Purpose; got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
