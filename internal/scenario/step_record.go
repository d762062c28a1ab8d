package scenario

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// record is the step `record: {seconds: 8, end: "#"}`.
type record struct {
	length time.Duration
	end    string
}

func makeRecord(f fields) stepAction {
	r := record{length: f.length("seconds", 5*time.Second), end: f.text("end")}
	if r.end == "" {
		r.end = "silence"
	}
	return r
}

func (r record) begin(*play) runningStep { return &recording{record: r} }

func (r record) wants() string {
	return fmt.Sprintf("the call records, and the caller leaves %s", r.length)
}

// activeRecording is a recording of the caller in progress.
type activeRecording struct {
	began time.Duration
	over  bool
}

// update records that a recording begins or ends.
func (t *activeRecording) update(at time.Duration, over bool) *activeRecording {
	if over && t != nil {
		return &activeRecording{t.began, true}
	}
	return &activeRecording{at, over}
}

// recording speaks as soon as a recording starts, and ends it.
type recording struct {
	callerActs
	record  record
	tape    time.Duration // time when it began
	spoken  bool
	stopped bool
}

func (t *recording) look(p *play) bool {
	return t.spoken && (p.taping == nil || p.taping.over || p.taping.began != t.tape)
}

func (t *recording) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	tape := p.taping
	switch {
	case tape == nil || tape.over:
		return voicesim.Input{}, false
	case !t.spoken:
		t.spoken, t.tape = true, tape.began
		return voicesim.Input{Event: voicesim.SpeechLasting(t.record.length)}, true
	case t.record.end == "silence" || t.stopped:
		p.silent = true
		return voicesim.Input{}, false
	case now.At < tape.began+t.record.length:
		return voicesim.Input{After: min(pollInterval, tape.began+t.record.length-now.At)}, true // short waits, because the application can stop it earlier
	}
	t.stopped = true
	if t.record.end == "hangup" {
		return voicesim.Input{Event: event.HungUp{}}, true
	}
	return voicesim.Input{Event: event.Pressed{Key: '#'}}, true
}
