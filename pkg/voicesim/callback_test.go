package voicesim

import (
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Row 7.5 of the requests: the answer to a callback matters only if it is an error.
func TestCallbackAnswerIsItsStatus(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, media, body string
		status            int
		code              string
	}{
		{"no content", "", "", http.StatusNoContent, ""},
		{"an empty body", "", "", http.StatusOK, ""},
		{"JSON", "application/json", "{}", http.StatusOK, ""},
		{"TwiML that is none", "text/xml", "<Response>", http.StatusOK, ""},
		{"a refusal", "text/plain", "no", http.StatusForbidden, "11200"},
		{"a failure", "text/plain", "oh", http.StatusBadGateway, "11200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := &testApp{t: t, answer: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.media)
				w.WriteHeader(tt.status)
				w.Write([]byte(tt.body))
			}}
			got := fetchOnce(t, app.client(), event.Fetch{Purpose: "status", Callback: true, URL: voiceURL})
			if codeOf(got) != tt.code || got.Status != tt.status || got.Document != nil || got.Text != "" {
				t.Errorf("got %+v, want a problem %q", got, tt.code)
			}
		})
	}
}
