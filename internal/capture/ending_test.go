package capture

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/store"
)

// C17: a call has ended if its end was reported; otherwise it was last seen at some time.
func TestCallsHaveEndedWhereThatIsKnown(t *testing.T) {
	t.Parallel()
	const speaks, hangsUp = "<Response><Gather/></Response>", "<Response><Hangup/></Response>"
	dir := t.TempDir()
	kept(
		t, dir, store.Options{},
		asked("/voice", speaks, "CallSid", "CA1"),
		asked("/voice", speaks, "CallSid", "CA2"),
		asked("/status", "", "CallSid", "CA2", "CallStatus", "completed", "CallbackSource", "call-progress-events"),
		asked("/status", "", "CallSid", "CA2", "CallStatus", "in-progress", "CallbackSource", "call-progress-events"), // it was late
		asked("/voice", hangsUp, "CallSid", "CA3"),
		asked("/status", "", "CallSid", "CA3", "CallStatus", "in-progress", "CallbackSource", "call-progress-events"),
		asked("/voice", "no TwiML", "CallSid", "CA4"),
		asked("/voice", speaks, "CallSid", "CA5"),
		asked("/voice", hangsUp, "CallSid", "CA6"),
		asked("/next", speaks, "CallSid", "CA6"), // led elsewhere by the REST API
	)
	a := archive(t, dir)
	if err := a.End(t.Context(), Ending{CallSid: "CA5", Status: "no-answer", At: noon()}); err != nil {
		t.Fatal(err)
	}
	calls, err := a.Calls(t.Context(), Query{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range calls {
		got = append(got, fmt.Sprint(c.CallSid, " ", c.Status, " ", c.Ended))
	}
	want := []string{"CA1 last seen false", "CA2 completed true", "CA3 ended true", "CA4 ended true", "CA5 no-answer true", "CA6 last seen false"}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
