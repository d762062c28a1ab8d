package voicesim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// Whatever one of several legs does at any moment, all of them end, none is left in a queue, a
// conference or a conversation, and the application gets the result of each verb once. The moments
// are those at which something happens in the undisturbed calls, and the instants after.
func TestLegInputAtAnyMomentEndsWell(t *testing.T) {
	t.Parallel()
	for name, s := range scenes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, undisturbed := s.run(t, disturbance{})
			for _, d := range disturbances(undisturbed) {
				r, entries := s.run(t, d)
				for _, wrong := range slices.Concat(leftBehind(r), asked(entries), taped(entries)) {
					t.Errorf("%s %T%v after %s: %s", d.who, d.event, d.event, d.at, wrong)
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

func disturbances(entries []event.Entry) []disturbance {
	events := []event.Event{
		event.HungUp{},
		event.Pressed{Key: '*'},
		event.Pressed{Key: '1'},
		event.Spoke{Text: "hello"},
		event.Transferred{Target: "sip:c@example.com"},
		event.Updated{URL: "http://app.example/elsewhere"},
		event.Updated{Status: event.Completed},
		event.Updated{Status: event.Canceled},
	}
	moments, legs := map[time.Duration]bool{}, map[string]bool{}
	for _, e := range entries {
		legs[e.Sid] = true
		for _, at := range []time.Duration{e.At, e.At + 1} {
			moments[at] = true
		}
	}
	var all []disturbance
	for at := range moments {
		all = append(all, disturbance{at: at, event: event.HungUp{}})
		for who := range legs {
			for _, event := range events {
				all = append(all, disturbance{who, at, event})
			}
		}
	}
	return all
}

// leftBehind describes legs that are still somewhere after the end.
func leftBehind(r *runner) (left []string) {
	for _, l := range r.results {
		if !l.End.Status.Final() {
			left = append(left, fmt.Sprintf("%s %s has not ended", l.Sid, l.Name))
		}
	}
	return append(left, r.bridge.Left()...)
}

// asked returns what is wrong with the actions that were requested, and with what legs did after
// their end.
func asked(entries []event.Entry) (wrong []string) {
	began, done, led, ended := map[string]int{}, map[string]int{}, map[string]int{}, map[string]bool{}
	for _, e := range entries {
		if update, ok := e.Event.(event.Updated); ok && update.URL != "" {
			led[e.Sid]++
		}
		if _, ok := e.Event.(event.Fetched); ok && slices.ContainsFunc(e.Actions, begins) {
			began[e.Sid]++
		}
		for _, action := range e.Actions {
			switch action := action.(type) {
			case event.Fetch:
				if action.Purpose == event.PurposeAction && strings.HasSuffix(action.URL, "/done") {
					done[e.Sid]++
				}
				if action.Purpose == event.PurposeRefer {
					led[e.Sid]++
				}
			case event.End:
				ended[e.Sid] = true
				continue
			case event.Record, event.Note, event.Warn:
				continue
			}
			if fetch, ok := action.(event.Fetch); ended[e.Sid] && (!ok || !fetch.Callback) {
				wrong = append(wrong, fmt.Sprintf("%s has ended, and does %T%v", e.Sid, action, action))
			}
		}
	}
	for sid, n := range began {
		if done[sid] > n || done[sid] < n-led[sid] {
			wrong = append(wrong, fmt.Sprintf("%s began %d verbs, and asked for %d actions", sid, n, done[sid]))
		}
	}
	return wrong
}

// taped returns what is wrong with the recordings: each ends once, and the application is notified
// of each end.
func taped(entries []event.Entry) (wrong []string) {
	open, told := map[string]int{}, map[string]int{}
	for _, e := range entries {
		for _, action := range e.Actions {
			switch action := action.(type) {
			case event.Record:
				if action.Over {
					open[action.Sid]--
				} else {
					open[action.Sid]++
				}
			case event.Fetch:
				if action.Params.Get("RecordingStatus") == "completed" {
					told[action.Params.Get("RecordingSid")]++
				}
			}
		}
	}
	for sid, n := range open {
		if n != 0 {
			wrong = append(wrong, fmt.Sprintf("the recording %s is not over once", sid))
		}
	}
	for sid, n := range told {
		if n != 1 {
			wrong = append(wrong, fmt.Sprintf("of the end of the recording %s the application heard %d times", sid, n))
		}
	}
	return wrong
}

// begins reports whether an action is the first of a verb that concerns other legs.
func begins(a event.Action) bool {
	switch a.(type) {
	case event.Dial, event.Join, leg.Enqueue, leg.DialQueue:
		return true
	}
	return false
}
