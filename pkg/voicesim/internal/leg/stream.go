package leg

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// maxTracks limits the tracks of a call that are streamed at the same time
// (https://www.twilio.com/docs/voice/media-streams).
const maxTracks = 4

// stream is a <Stream> or a <Siprec>, which sends the sound of a call elsewhere. The simulation
// carries no sound; the application gets callbacks for its beginning and end
// (https://www.twilio.com/docs/voice/twiml/stream#statuscallback).
type stream struct {
	noun settings
	sid  string
	name string // the SID if the document gives none
	both bool   // bidirectional, in Connect
	hook event.Hook
}

func newStream(m *Machine, noun settings) *stream {
	prefix := "MZ"
	if noun.el.Name == "Siprec" {
		prefix = "SR"
	}
	s := &stream{noun: noun, sid: m.sid(prefix), hook: noun.hook(m, "statusCallback")}
	s.name = noun.or("name", s.sid)
	return s
}

// open opens the stream, and reports whether that was possible. The call continues in both cases.
func (s *stream) open(m *Machine) bool {
	if code, why := s.fault(m); why != "" {
		if code != "" {
			m.warn(event.Warn{Code: code, Level: level(code), Message: why, Pos: s.noun.el.Pos})
		}
		s.tell(m, "stream-error", why)
		return false
	}
	m.do(s.session(false))
	s.tell(m, "stream-started", "")
	return true
}

func (s *stream) close(m *Machine) {
	m.do(s.session(true))
	s.tell(m, "stream-stopped", "")
}

func (s *stream) session(over bool) event.Session {
	return event.Session{Noun: s.noun.el.Name, Name: s.noun.or("name", ""), URL: s.noun.or("url", ""), Over: over, Pos: s.noun.el.Pos}
}

// fault returns why a stream cannot be opened, or "". The code is "" if it is reported already.
func (s *stream) fault(m *Machine) (code, why string) {
	if s.noun.el.Name == "Siprec" {
		return "", ""
	}
	ref, set := s.noun.el.Attr("url")
	_, valid := s.noun.text("url")
	_, connector := s.noun.text("connectorName")
	tracks := s.tracks()
	for _, open := range m.sessions {
		tracks += open.tracks
	}
	switch {
	case set && !valid:
		return "", fmt.Sprintf("%q is not a wss:// URL", ref)
	case !set && !connector:
		return "31923", "<Stream> has no url and cannot be opened"
	case s.both && s.noun.or("track", inbound) != inbound:
		return "31941", "a <Stream> in <Connect> carries the inbound_track only"
	case slices.ContainsFunc(m.sessions, func(open *session) bool { return open.noun == "Stream" && open.name == s.name }):
		return "31900", fmt.Sprintf("a <Stream> named %q is already open", s.name)
	case !s.both && tracks > maxTracks:
		return "31960", fmt.Sprintf("%d tracks would be streamed; the limit is %d, and both_tracks counts as two", tracks, maxTracks)
	}
	return "", ""
}

// tracks returns how many of the limited tracks it carries.
func (s *stream) tracks() int {
	switch {
	case s.noun.el.Name != "Stream" || s.both:
		return 0
	case s.noun.or("track", inbound) == "both_tracks":
		return 2
	}
	return 1
}

// tell sends a status callback. Choice: no page documents those of a Siprec; they are those of a
// Stream, with a SiprecSid.
func (s *stream) tell(m *Machine, step, failure string) {
	params := url.Values{
		"AccountSid": {m.call.AccountSid}, "CallSid": {m.call.Sid}, s.noun.el.Name + "Sid": {s.sid},
		"StreamName": {s.name}, "StreamEvent": {step}, "Timestamp": {m.instant()},
	}
	if failure != "" {
		params.Set("StreamError", failure)
	}
	m.notify(event.PurposeStream, s.hook, params)
}

// instant returns the time in the format of streams and transcriptions: ISO 8601.
func (m *Machine) instant() string { return m.clock().Format("2006-01-02T15:04:05.000Z07:00") }
