package voicesim

import (
	"net/url"
	"strings"
	"time"
)

// recording is something that is recorded (https://www.twilio.com/docs/voice/api/recording).
type recording struct {
	Record
	hook   Hook
	track  string
	began  time.Duration
	length time.Duration
	paused time.Duration // when; counts while halted
	halted bool
	missed time.Duration // the pauses that are no part of it
	extra  url.Values    // what its callbacks carry beside: the ConferenceSid
}

// tape begins a recording as the attributes of a verb or noun have it.
func (m *Machine) tape(set settings, source string) *recording {
	r := &recording{
		Record: Record{Sid: m.sid("RE"), Source: source, Dual: strings.HasSuffix(set.or("record", ""), "-dual")},
		hook:   set.hook(m, "recordingStatusCallback"),
		track:  set.or("recordingTrack", set.or("track", "both")),
		began:  m.now,
	}
	switch set.el.Name {
	case "Record":
		r.track = "inbound" // Choice: it records the caller and nobody else
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

// stop ends the recording, and the application is told where it can be had. A second stop does nothing.
func (r *recording) stop(m *Machine, why string) {
	r.resume(m)
	r.end(m, why, m.now-r.began-r.missed)
}

// end is stop for a recording that is not as long as the time that it took: silence was trimmed.
func (r *recording) end(m *Machine, why string, length time.Duration) {
	if r.Over {
		return
	}
	r.length = length
	r.Over, r.Length, r.Why = true, length, why
	m.do(r.Record)
	r.tell(m, "completed")
}

// absent ends a recording of nothing.
func (r *recording) absent(m *Machine, why string) {
	r.Over, r.Absent, r.Why = true, true, why
	m.do(r.Record)
	r.tell(m, "absent")
}

// tell sends a status callback (https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback).
func (r *recording) tell(m *Machine, status string) {
	if !r.hook.wants(status, "completed") {
		return
	}
	params := url.Values{
		"AccountSid": {m.call.AccountSid}, "CallSid": {m.call.Sid},
		"RecordingSid": {r.Sid}, "RecordingUrl": {m.media(r.Sid)}, "RecordingStatus": {status},
		"RecordingChannels": {"1"}, "RecordingSource": {r.Source}, "RecordingTrack": {r.track},
		"RecordingStartTime": {m.call.Began.Add(r.began).UTC().Format(time.RFC1123Z)}, "ErrorCode": {"0"},
	}
	if r.Dual {
		params.Set("RecordingChannels", "2")
	}
	if status == "completed" {
		params.Set("RecordingDuration", whole(r.length))
	}
	for name := range r.extra {
		params.Set(name, r.extra.Get(name))
	}
	m.notify(PurposeRecording, r.hook, params)
}

// describe adds what the action of a verb is told of its recording.
func (r *recording) describe(m *Machine, params url.Values) {
	params.Set("RecordingSid", r.Sid)
	params.Set("RecordingUrl", m.media(r.Sid))
	params.Set("RecordingDuration", whole(r.length))
}
