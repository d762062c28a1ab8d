package leg

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// updated applies a change by the REST API: another document, other settings, or the end.
func (m *Machine) updated(ev event.Updated) {
	switch {
	case ev.Status == "" && m.status == event.InProgress:
		m.updateSettings(ev)
		if ev.URL != "" || ev.Document != nil {
			m.redirect(ev)
		}
	case ev.Status == "" || m.status.Final():
		m.do(event.Note{Text: "the call is not in progress: the REST API would return 21220 and change nothing"})
	case m.status.Unanswered() && (ev.Status == event.Canceled || m.call.Outgoing()):
		m.end(event.Canceled, event.App)
	case ev.Status == event.Completed:
		m.end(event.Completed, event.App)
	default:
		m.do(event.Note{Text: "the REST API ends a call in progress with Status=completed; " + string(ev.Status) + " changes nothing"})
	}
}

// updateSettings changes the settings of a call, without an effect on the line.
func (m *Machine) updateSettings(ev event.Updated) {
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
			if m.limit == ev.TimeLimit { // otherwise another update has replaced it
				m.expire(m.limit)
			}
		})
	}
}

// redirect takes a call out of its verb, and out of the Dial that dialed it, to another document.
func (m *Machine) redirect(ev event.Updated) {
	if m.call.Direction == event.OutboundDial && !m.away {
		m.met, m.away = true, true
		m.do(Away{})
	}
	m.cut(redirected)
	m.fallen = false
	m.resetLoopGuards()
	m.main = frame{url: m.main.url}
	if ev.Document != nil {
		m.main.url = nil
		m.load(event.Fetched{Document: ev.Document})
		return
	}
	m.ask(event.Fetch{Purpose: event.PurposeVoice, Method: ev.Method, URL: ev.URL})
}

// UnknownLeg reports that no leg has this Sid or name.
type UnknownLeg struct{ Leg string }

// IsEvent marks UnknownLeg as an [event.Event].
func (UnknownLeg) IsEvent() {}

func (m *Machine) unknownLeg(ev UnknownLeg) {
	m.do(event.Note{Text: "no leg " + ev.Leg + " to update: the REST API would return 20404"})
}

// expired handles the time limit of Twilio or the test, unless the REST API has set another.
func (m *Machine) expired(ev event.Expired) {
	if m.limit == 0 {
		m.expire(ev.Limit)
	}
}

// expire ends a call that has reached its limit.
func (m *Machine) expire(limit time.Duration) {
	m.warn(event.Warn{Code: "32015", Level: alert.Error, Message: fmt.Sprintf("the call reached its limit of %s and was ended", limit)})
	m.end(m.finished(), event.Twilio)
}

// leaver is an activity with something left to do when it is cut short: a report to the
// application, a phone to stop. The call already has its final status then. Answers to what leave
// requests are not run.
type leaver interface {
	leave(m *Machine, why leaveReason)
}

// leaveReason is why a verb was cut short.
type leaveReason int

const (
	callEnded  leaveReason = iota // the call has ended
	redirected                    // the call was redirected
)

// dropped ends a leg that another one no longer needs.
func (m *Machine) dropped(ev Dropped) {
	if m.status.Unanswered() {
		m.end(ev.Status, event.App)
		return
	}
	m.end(event.Completed, event.App)
}

// end ends the call: the running verb leaves, sessions are closed, and the application is notified.
func (m *Machine) end(status event.Status, by event.Party) {
	before := m.status
	m.become(status)
	m.cut(callEnded)
	m.stopAll()
	m.main, m.aside = frame{}, nil
	m.later = nil
	m.completed(before)
	m.ended = true
	m.do(event.End{Status: status, By: by, Duration: m.lasted(before)})
}

// cut ends the running verb.
func (m *Machine) cut(why leaveReason) {
	running := m.main.running
	m.main.running, m.aside = nil, nil
	if l, ok := running.(leaver); ok {
		l.leave(m, why)
	}
}

// lasted returns the duration from answer to now, 0 for a call that was never answered.
func (m *Machine) lasted(status event.Status) time.Duration {
	if status != event.InProgress {
		return 0
	}
	return m.now - m.since
}

// finished returns the final status of a call that is cut short: completed if it was answered,
// failed otherwise.
func (m *Machine) finished() event.Status {
	if m.status.Unanswered() {
		return event.Failed
	}
	return event.Completed
}
