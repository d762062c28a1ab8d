package inspector_test

import (
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/internal/inspector"
)

// A talk cycle is one step that grows, and a later page gets it whole.
func TestTalkCycleIsOneStepThatGrows(t *testing.T) {
	t.Parallel()
	b, app := newBot(t, "")
	w := newWorld(t, app)
	s := w.listen()
	sid := w.dial()
	s.until("the WebSocket", messageStep("ConversationRelay"))
	b.says <- `{"type":"text","token":"One "}`
	first := s.until("the first word", messageStep("One"))
	if first.Cycle == nil || first.Cycle.Closed {
		t.Errorf("a talk cycle that goes on is %+v", first.Cycle)
	}
	b.says <- `{"type":"text","token":"two","last":true}`
	whole := s.until("the whole", func(r inspector.Step) bool { return r.Cycle != nil && r.Cycle.Closed && !r.Cycle.Speaking })
	if whole.N != first.N || whole.Item.Text != "One two" || whole.Cycle.Heard != nil {
		t.Errorf("got step %d with %q, heard %v; want %d with the whole", whole.N, whole.Item.Text, whole.Cycle.Heard, first.N)
	}
	w.must(http.MethodPost, "/api/phone/"+sid, map[string]any{"hang_up": true}, nil)
	s.until("the end", messageStep("the call ends"))
	count := 0
	for _, rung := range w.listen().rungs {
		if rung.Cycle != nil {
			count++
		}
	}
	if count != 1 {
		t.Errorf("a page that opens later gets %d talk cycles, want 1", count)
	}
}
