package voicesim

import "time"

// leaver is an activity that has something left to do when it is cut short: a report to the application, a phone to stop.
// The status of the call is what it is afterwards. Nothing that leave asks for is answered with a document.
type leaver interface {
	leave(m *Machine, why departure)
}

// departure is why a verb was cut short.
type departure int

const (
	gone       departure = iota // the call is over
	redirected                  // it goes on elsewhere
)

// dropped ends a leg because another one has no more use for it.
func (m *Machine) dropped(ev Dropped) {
	if m.status.Unanswered() {
		m.end(ev.Status, App)
		return
	}
	m.end(Completed, App)
}

// end is the end: the verb that ran has its last word, what was opened is closed, and the application is told.
func (m *Machine) end(status Status, by Party) {
	before := m.status
	m.become(status)
	m.cut(gone)
	m.stopAll()
	m.main, m.aside = frame{}, nil
	m.later = nil
	m.completed(before)
	m.ended = true
	m.do(End{Status: status, By: by, Duration: m.lasted(before)})
}

// cut ends the verb that runs.
func (m *Machine) cut(why departure) {
	running := m.main.running
	m.main.running, m.aside = nil, nil
	if l, ok := running.(leaver); ok {
		l.leave(m, why)
	}
}

// lasted is how long the call lasted, from answer to now; 0 where it was never answered.
func (m *Machine) lasted(status Status) time.Duration {
	if status != InProgress {
		return 0
	}
	return m.now - m.since
}

// finished is how a call ends that is cut short: completed once it was answered, failed before.
func (m *Machine) finished() Status {
	if m.status.Unanswered() {
		return Failed
	}
	return Completed
}
