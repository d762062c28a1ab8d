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

func makeRecord(f fields) doing {
	r := record{length: f.length("seconds", 5*time.Second), end: f.text("end")}
	if r.end == "" {
		r.end = "silence"
	}
	return r
}

func (r record) begin(*play) turn { return &recording{record: r} }

func (r record) wants() string {
	return fmt.Sprintf("the call records, and the caller leaves %s", r.length)
}

// taping is a recording of the caller in progress.
type taping struct {
	began time.Duration
	over  bool
}

// heed records that a recording begins or ends.
func (t *taping) heed(at time.Duration, over bool) *taping {
	if over && t != nil {
		return &taping{t.began, true}
	}
	return &taping{at, over}
}

// recording speaks as soon as a recording starts, and ends it.
type recording struct {
	acts
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
		return voicesim.Input{Event: voicesim.Murmur(t.record.length)}, true
	case t.record.end == "silence" || t.stopped:
		p.silent = true
		return voicesim.Input{}, false
	case now.At < tape.began+t.record.length:
		return voicesim.Input{After: min(tick, tape.began+t.record.length-now.At)}, true // short waits, because the application can stop it earlier
	}
	t.stopped = true
	if t.record.end == "hangup" {
		return voicesim.Input{Event: event.HungUp{}}, true
	}
	return voicesim.Input{Event: event.Pressed{Key: '#'}}, true
}
