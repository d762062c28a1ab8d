package event

import (
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Method returns a request method in upper case, POST if s is empty.
func Method(s string) string {
	if s == "" {
		return http.MethodPost
	}
	return s
}

// NotAsked explains an answer with [Fetched.Elsewhere]: the host that was not contacted, and how to
// allow it.
func NotAsked(ev Fetched) string {
	return fmt.Sprintf("%s was not requested: %s is not the application's host; --connect-to %s allows it", webhook.Redacted(ev.URL), ev.Elsewhere, ev.Elsewhere)
}

// Hook is a URL where an application receives events. The zero Hook receives none.
type Hook struct {
	URL, Method string   // Method "" is POST
	Events      []string // requested events; nil is what Twilio sends by default
}

// Wants reports whether the hook receives an event: one that it requested, or the default event
// unasked if it requested none.
func (h Hook) Wants(event, unasked string) bool {
	if h.Events == nil {
		return event == unasked
	}
	for _, wanted := range h.Events {
		if wanted == event {
			return true
		}
	}
	return false
}
