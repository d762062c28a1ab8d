package inspector

import (
	"cmp"
	"strings"

	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// addSocket adds what happened on a WebSocket. A call from the page reports it separately.
func (b *callList) addSocket(e socketlog.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.track(Call{Sid: e.CallSid, Kind: Voice, At: e.At.UnixMilli()})
	if t.Phone {
		return
	}
	t.From, t.To, t.Status = cmp.Or(t.From, e.Socket.From), cmp.Or(t.To, e.To), cmp.Or(t.Status, string(event.InProgress))
	t.Seen = e.At.UnixMilli()
	at := float64(t.Seen - t.At)
	for _, part := range e.Parts {
		step := socketStep(part)
		step.At = at
		if step.Alert != nil && step.Alert.Level == "error" {
			t.Problems++
		}
		if spoken := t.speaks[e.ID]; spoken != nil && step.Item != nil && step.Item.Socket {
			delete(t.speaks, e.ID)
			step.N, step.At = spoken.N, spoken.At
			b.replace(t, step)
			continue
		}
		b.add(t, step)
	}
	if e.Cycle != nil {
		b.speak(t, e, at)
	}
	b.changed(t)
}

// speak shows what an agent has said of a talk cycle that it has not closed.
func (b *callList) speak(t *shownCall, e socketlog.Event, at float64) {
	item := &transcript.Item{Leg: event.First, Kind: transcript.Say, Text: strings.ToValidUTF8(e.Cycle.Text, ""), Socket: true}
	step := &Step{At: at, Item: item, Partial: true}
	spoken := t.speaks[e.ID]
	if t.speaks == nil {
		t.speaks = map[string]*Step{}
	}
	t.speaks[e.ID] = step
	if spoken == nil {
		b.add(t, step)
		return
	}
	step.N, step.At = spoken.N, spoken.At
	b.replace(t, step)
}

// socketStep returns the step for a part of a WebSocket.
func socketStep(part transcript.Part) *Step {
	switch p := part.(type) {
	case transcript.Alert:
		return &Step{Alert: &p}
	case transcript.Socket:
		_, outcome, _ := strings.Cut(transcript.Text(p, transcript.Plain{}), "closes   ")
		return &Step{Item: &transcript.Item{Leg: event.First, Kind: transcript.Stream, Result: "closed", Text: outcome}}
	}
	return stepOf(part)
}
