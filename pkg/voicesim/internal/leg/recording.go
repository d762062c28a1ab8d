package leg

import (
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// recording is a recording of a leg or a conversation
// (https://www.twilio.com/docs/voice/api/recording).
type recording struct {
	event.Record
	hook   event.Hook
	track  string
	began  time.Duration
	length time.Duration
	paused time.Duration // time of the pause; valid while halted
	halted bool
	missed time.Duration // total length of pauses that are left out
	extra  url.Values    // additional callback parameters: the ConferenceSid
}

// tape begins a recording with the settings of a verb or noun.
func (m *Machine) tape(set settings, source string) *recording {
	r := &recording{
		Record: event.Record{Sid: m.sid("RE"), Source: source, Dual: strings.HasSuffix(set.or("record", ""), "-dual")},
		hook:   set.hook(m, "recordingStatusCallback"),
		track:  set.or("recordingTrack", set.or("track", "both")),
		began:  m.now,
	}
	switch set.el.Name {
	case "Record":
		r.track = "inbound" // Choice: it records only the caller
	case "Recording":
		r.Dual = set.or("channels", "dual") == "dual"
	}
	r.begin(m)
	return r
}

func (r *recording) begin(m *Machine) {
	m.do(r.Record)
	r.tell(m, "in-progress")
}

// stop ends the recording, and sends its URL to the application. A second stop does nothing.
func (r *recording) stop(m *Machine, why string) {
	r.resume(m)
	r.end(m, why, m.now-r.began-r.missed)
}

// end is stop for a recording that is shorter than its duration, because silence was trimmed.
func (r *recording) end(m *Machine, why string, length time.Duration) {
	if r.Over {
		return
	}
	r.length = length
	r.Over, r.Length, r.Why = true, length, why
	m.do(r.Record)
	r.tell(m, "completed")
}

// absent ends an empty recording.
func (r *recording) absent(m *Machine, why string) {
	r.Over, r.Absent, r.Why = true, true, why
	m.do(r.Record)
	r.tell(m, "absent")
}

// tell sends a status callback
// (https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback).
func (r *recording) tell(m *Machine, status string) {
	if !r.hook.Wants(status, "completed") {
		return
	}
	params := url.Values{
		"AccountSid": {m.call.AccountSid}, "CallSid": {m.call.Sid},
		"RecordingSid": {r.Sid}, "RecordingUrl": {m.Media(r.Sid)}, "RecordingStatus": {status},
		"RecordingChannels": {"1"}, "RecordingSource": {r.Source}, "RecordingTrack": {r.track},
		"RecordingStartTime": {m.call.Began.Add(r.began).UTC().Format(time.RFC1123Z)}, "ErrorCode": {"0"},
	}
	if r.Dual {
		params.Set("RecordingChannels", "2")
	}
	if status == "completed" {
		params.Set("RecordingDuration", Whole(r.length))
	}
	for name := range r.extra {
		params.Set(name, r.extra.Get(name))
	}
	m.notify(event.PurposeRecording, r.hook, params)
}

// describe adds the recording to the parameters of an action.
func (r *recording) describe(m *Machine, params url.Values) {
	params.Set("RecordingSid", r.Sid)
	params.Set("RecordingUrl", m.Media(r.Sid))
	params.Set("RecordingDuration", Whole(r.length))
}

// startRecording begins a recording; its session ends it with the call.
func (m *Machine) startRecording(tape event.Recording) {
	if m.status != event.InProgress {
		m.do(event.Note{Text: "the call is not in progress: the REST API would return 21220 and record nothing"})
		return
	}
	r := &recording{
		Record: event.Record{Sid: tape.Sid, Source: tape.Source, Dual: tape.Dual},
		hook:   tape.Hook, track: tape.Track, began: m.now,
	}
	m.sessions = append(m.sessions, &session{tape: r, stop: func(m *Machine) { r.stop(m, "") }})
	r.begin(m)
}

func (m *Machine) updateRecording(ev event.UpdateRecording) {
	for _, s := range m.sessions {
		if s.tape == nil || s.tape.Sid != ev.Sid {
			continue
		}
		switch ev.Status {
		case "paused":
			s.tape.halt(m, ev.Skip)
		case "in-progress":
			s.tape.resume(m)
		case "stopped":
			m.drop(s)
			s.stop(m)
		}
		return
	}
}

// halt pauses a recording. If the pause is not skipped, it is recorded as silence of the same
// length.
func (r *recording) halt(m *Machine, skip bool) {
	if skip && !r.halted {
		r.halted, r.paused = true, m.now
	}
}

func (r *recording) resume(m *Machine) {
	if r.halted {
		r.halted = false
		r.missed += max(time.Duration(0), m.now-r.paused)
	}
}
