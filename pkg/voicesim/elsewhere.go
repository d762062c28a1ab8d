package voicesim

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// unreached goes on after a document of a host that is not contacted. Choice: what the caller would hear is not known, so the call ends
// there with an error of ours and without a word; the fallback is not asked, for Twilio would have no reason to.
// Whoever is called and would hear a whisper first is connected without.
func (m *Machine) unreached(asked Fetch, ev Fetched) {
	keeper := m.page().keeper
	switch {
	case keeper != nil:
		m.do(Note{Text: NotAsked(ev)})
		keeper.failed(m, Problem{})
	case asked.Purpose == PurposeWhisper:
		m.do(Note{Text: NotAsked(ev)})
	default:
		m.warn(Warn{Level: alert.Error, Message: NotAsked(ev), URL: webhook.Redacted(asked.URL)})
		m.apologise(false)
	}
}

// NotAsked says, of an answer with [Fetched.Elsewhere], which host was not contacted, and what allows it.
func NotAsked(ev Fetched) string {
	return fmt.Sprintf("%s was not requested: %s is not the application's host; --connect-to %s allows it", webhook.Redacted(ev.URL), ev.Elsewhere, ev.Elsewhere)
}

// remark says what is worth knowing about how an answer was got.
func (m *Machine) remark(ev Fetched) {
	for _, note := range ev.Notes {
		m.do(Note{Text: note})
	}
}
