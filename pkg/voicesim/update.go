package voicesim

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
)

// updated is what the REST API makes of a call: another document, other settings, or its end.
func (m *Machine) updated(ev Updated) {
	switch {
	case ev.Status == "" && m.status == InProgress:
		m.resettle(ev)
		if ev.URL != "" || ev.Document != nil {
			m.lead(ev)
		}
	case ev.Status == "" || m.status.Final():
		m.do(Note{Text: "the call is not in progress: the REST API would answer 21220 and change nothing"})
	case m.status.Unanswered() && (ev.Status == Canceled || m.call.outgoing()):
		m.end(Canceled, App)
	case ev.Status == Completed:
		m.end(Completed, App)
	default:
		m.do(Note{Text: "the REST API ends a call in progress by Status=completed; " + string(ev.Status) + " changes nothing"})
	}
}

// resettle changes what stands behind a call, without a word to whoever is on the line.
func (m *Machine) resettle(ev Updated) {
	if ev.FallbackURL != "" {
		m.call.FallbackURL, m.call.FallbackMethod = ev.FallbackURL, ev.FallbackMethod
	}
	if ev.StatusCallback.URL != "" {
		events := m.call.Status.Events
		if m.call.Status = ev.StatusCallback; m.call.Status.Events == nil {
			m.call.Status.Events = events
		}
	}
	if ev.TimeLimit > 0 {
		m.limit = ev.TimeLimit
		m.after(max(0, m.since+m.limit-m.now), func(m *Machine) {
			if m.limit == ev.TimeLimit { // else another update has come
				m.expire(m.limit)
			}
		})
	}
}

// lead takes a call out of its verb, and out of the Dial that dialled it, to another document.
func (m *Machine) lead(ev Updated) {
	if m.call.Direction == OutboundDial && !m.away {
		m.met, m.away = true, true
		m.do(Away{})
	}
	m.cut(redirected)
	m.fallen = false
	m.resetLoopGuards()
	m.main = frame{url: m.main.url}
	if ev.Document != nil {
		m.main.url = nil
		m.load(Fetched{Document: ev.Document})
		return
	}
	m.ask(Fetch{Purpose: PurposeVoice, Method: ev.Method, URL: ev.URL})
}

// astray says that the REST API would find no leg of that Sid or name.
type astray struct{ leg string }

func (astray) IsEvent() {}

func (m *Machine) astray(ev astray) {
	m.do(Note{Text: "there is no leg " + ev.leg + " to update: the REST API would answer 20404"})
}

// expired is Twilio's limit, or that of the test, unless the REST API has set another.
func (m *Machine) expired(ev Expired) {
	if m.limit == 0 {
		m.expire(ev.Limit)
	}
}

// expire ends a call that has lasted as long as it may.
func (m *Machine) expire(limit time.Duration) {
	m.warn(Warn{Code: "32015", Level: alert.Error, Message: fmt.Sprintf("the call reached its limit of %s and was ended", limit)})
	m.end(m.finished(), Twilio)
}
