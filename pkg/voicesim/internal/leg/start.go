package leg

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// startStart runs <Start>: it opens a session, and the next verb begins immediately. The session
// survives the document, until <Stop> or the end of the call
// (https://www.twilio.com/docs/voice/twiml/start).
func startStart(m *Machine, el *twiml.Element) activity {
	set := read(el)
	for _, noun := range set.nouns() {
		switch noun.el.Name {
		case "Stream", "Siprec":
			m.startStream(noun)
		case "Transcription":
			m.transcribe(noun)
		case "Recording":
			m.record(noun)
		case "MediaFilter":
			m.filter(noun)
		}
	}
	m.settle(set.action(m), nil) // Choice: the verb ends immediately, so its action is requested then
	return nil
}

// startStream opens a session that sends the sound of the call elsewhere.
func (m *Machine) startStream(noun settings) {
	s := newStream(m, noun)
	if !s.open(m) {
		return
	}
	m.sessions = append(m.sessions, &session{noun: noun.el.Name, name: s.name, tracks: s.tracks(), stop: s.close})
}

// filter opens a session that changes the sound, which does not affect the simulation.
func (m *Machine) filter(noun settings) {
	m.do(event.Note{Text: "the audio is filtered (" + noun.or("filterType", "noise") + "), which is not simulated", Pos: noun.el.Pos})
	m.sessions = append(m.sessions, &session{noun: noun.el.Name, name: noun.or("name", ""), stop: func(*Machine) {}})
}

// record records both sides from now on (https://www.twilio.com/docs/voice/twiml/recording).
func (m *Machine) record(noun settings) {
	const attr = "recordingStatusCallback"
	if ref := noun.or(attr, ""); ref != "" && !strings.Contains(ref, "://") {
		// Choice: Twilio's page allows a relative URL, but Twilio was seen to reject one.
		m.warn(event.Warn{Code: "13256", Level: level("13256"), Message: "the recordingStatusCallback of <Recording> is relative, which Twilio may reject; write it in full: https://example.com/…", Pos: noun.el.AttrPos(attr)})
	}
	tape := m.tape(noun, "StartCallRecordingTwiML")
	m.sessions = append(m.sessions, &session{noun: noun.el.Name, name: noun.or("name", ""), stop: func(m *Machine) { tape.stop(m, "") }})
}

// startStop runs <Stop>: it closes a session of Start by its name
// (https://www.twilio.com/docs/voice/twiml/stream#stop-a-stream). Choice: a noun without a name
// closes all sessions of its kind; a name without a session is a warning, and the call continues.
func startStop(m *Machine, el *twiml.Element) activity {
	for _, noun := range read(el).nouns() {
		kind, name := noun.el.Name, noun.or("name", "")
		open := slices.Clone(m.sessions)
		open = slices.DeleteFunc(open, func(s *session) bool { return s.noun != kind || name != "" && s.name != name })
		if len(open) == 0 {
			m.warn(event.Warn{Level: alert.Warning, Pos: noun.el.Pos, Message: fmt.Sprintf("no %s to stop: none with that name is open", strings.TrimSpace(kind+" "+name))})
		}
		for _, s := range open {
			m.drop(s)
			s.stop(m)
		}
	}
	return nil
}

// session is something that is open during the call. It survives the document that opened it.
type session struct {
	noun, name string // "" if Stop cannot name it
	tracks     int    // number of audio tracks that it carries
	stop       func(*Machine)
	hear       func(*Machine, sound) (heard bool) // nil if it does not listen
	tape       *recording                         // recording of the REST API, nil for other sessions
}

// The two sides of a line, as attributes and callbacks spell them: from the person at the phone,
// and to them.
const (
	inbound  = "inbound_track"
	outbound = "outbound_track"
)

// sound is something said on the line.
type sound struct {
	track string
	event.Spoke
}

// stopAll closes all sessions at the end of the call.
func (m *Machine) stopAll() {
	open := m.sessions
	m.sessions = nil
	for _, s := range open {
		s.stop(m)
	}
}

// drop removes a session, and reports whether it was still open.
func (m *Machine) drop(s *session) bool {
	before := len(m.sessions)
	m.sessions = slices.DeleteFunc(m.sessions, func(open *session) bool { return open == s })
	return len(m.sessions) < before
}

// afterOrAtEnd runs do after a time, or at the end of the call if that comes first; immediately if the call
// has ended.
func (m *Machine) afterOrAtEnd(length time.Duration, do func(*Machine)) {
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

// overhear passes words to the sessions, and reports whether one listened to that side of the line.
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
