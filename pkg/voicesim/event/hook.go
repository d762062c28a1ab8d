package event

import (
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func Method(s string) string {
	if s == "" {
		return http.MethodPost
	}
	return s
}

// NotAsked says, of an answer with [Fetched.Elsewhere], which host was not contacted, and what allows it.
func NotAsked(ev Fetched) string {
	return fmt.Sprintf("%s was not requested: %s is not the application's host; --connect-to %s allows it", webhook.Redacted(ev.URL), ev.Elsewhere, ev.Elsewhere)
}

// Hook is where an application wants to hear of something. The zero Hook is nowhere.
type Hook struct {
	URL, Method string   // Method "" is POST
	Events      []string // that it wants to hear of; nil is what Twilio sends unasked
}

// Wants says whether the hook asked for an event, or would get it unasked.
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
