package voicesim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// C15: what happens in a queue grows with the number of callers, not with its square.
func TestQueueOfManyCallersIsLinear(t *testing.T) {
	t.Parallel()
	entries := func(callers int) (all int) {
		o := voicesim.Options{
			Call:      event.Call{URL: "http://app.example/voice", From: "+14155550100"},
			Transport: voicesim.InMemory(says(`<Response><Enqueue waitUrl="">support</Enqueue></Response>`)),
			Observe:   func(event.Entry) { all++ }, HangUpAfter: time.Hour,
		}
		for i := range callers - 1 {
			o.Also = append(o.Also, voicesim.Incoming{
				At: time.Duration(i) * time.Second, HangUpAfter: time.Hour,
				Call: event.Call{URL: "http://app.example/voice", From: fmt.Sprintf("+1415556%04d", i)},
			})
		}
		if _, err := voicesim.Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		return all
	}
	few, many := entries(80), entries(800)
	if many > 11*few {
		t.Errorf("80 callers make %d entries, 800 make %d; want about ten times as many", few, many)
	}
}
