package voicesim

import (
	"slices"
	"time"
)

// session is something that is open beside the call. It survives the document that opened it.
type session struct {
	noun, name string // "" for what no Stop can name
	tracks     int    // of sound that it carries
	stop       func(*Machine)
	hear       func(*Machine, sound) (heard bool) // nil for what does not listen
	tape       *recording                         // of the REST API, nil for what is none
}

// The two sides of a line, as attributes and callbacks spell them: from whoever holds the phone, and to him.
const (
	inbound  = "inbound_track"
	outbound = "outbound_track"
)

// sound is something that is said on the line.
type sound struct {
	track string
	Spoke
}

// stopAll closes whatever is open; the call is over.
func (m *Machine) stopAll() {
	open := m.sessions
	m.sessions = nil
	for _, s := range open {
		s.stop(m)
	}
}

// drop takes a session off the list, and reports whether it was still on it.
func (m *Machine) drop(s *session) bool {
	before := len(m.sessions)
	m.sessions = slices.DeleteFunc(m.sessions, func(open *session) bool { return open == s })
	return len(m.sessions) < before
}

// soon does something when a time is over, or at the end of the call if that is sooner: at once where it has come.
func (m *Machine) soon(length time.Duration, do func(*Machine)) {
	if m.status.Final() {
		do(m)
		return
	}
	s := &session{stop: do}
	m.sessions = append(m.sessions, s)
	m.after(length, func(m *Machine) {
		if m.drop(s) {
			do(m)
		}
	})
}

// overhear lets what is open hear words, and reports whether anything listened to that side of the line.
func (m *Machine) overhear(heard sound) (overheard bool) {
	if heard.Text == "" {
		return false // keys
	}
	for _, s := range m.sessions {
		if s.hear != nil && s.hear(m, heard) {
			overheard = true
		}
	}
	return overheard
}
