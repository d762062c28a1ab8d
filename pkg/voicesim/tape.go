package voicesim

import "time"

// Tape is a recording that the REST API makes of a call: from its answer ([Call.Tape]), or from now on ([Taken])
// (https://www.twilio.com/docs/voice/api/recording#create-a-recording-resource).
type Tape struct {
	Sid    string // RE…
	Source string // OutboundAPI, StartCallRecordingAPI
	Dual   bool   // two channels, one a side
	Track  string // inbound, outbound or both
	Hook   Hook   // told of its progress
}

// Taken begins a recording of a call that is answered.
type Taken struct{ Tape Tape }

// Retaken pauses a recording of the REST API, has it go on, or stops it. One that has ended already stays as it is.
type Retaken struct {
	Sid    string
	Status string // paused, in-progress or stopped
	Skip   bool   // the pause is no part of the recording; else it is silence in it
}

func (Taken) IsEvent()   {}
func (Retaken) IsEvent() {}

// taken begins a recording; that it ends with the call is a session's business.
func (m *Machine) taken(tape Tape) {
	if m.status != InProgress {
		m.do(Note{Text: "the call is not in progress: the REST API would answer 21220 and record nothing"})
		return
	}
	r := &recording{
		Record: Record{Sid: tape.Sid, Source: tape.Source, Dual: tape.Dual},
		hook:   tape.Hook, track: tape.Track, began: m.now,
	}
	m.sessions = append(m.sessions, &session{tape: r, stop: func(m *Machine) { r.stop(m, "") }})
	r.begin(m)
}

func (m *Machine) retaken(ev Retaken) {
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

// halt pauses a recording, and resume has it go on. A pause that is silence is as long in the recording as it was.
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
