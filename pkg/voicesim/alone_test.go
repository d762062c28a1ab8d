package voicesim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// Whatever a caller does at any moment of a verb, the call ends, the verb's action is requested
// once where it must be, and every session is closed once. The moments are those at which something
// happens in the undisturbed call, and the instants after: in the prompt, in the wait, and at the
// end.
func TestCallerInputAtAnyMomentEndsWell(t *testing.T) {
	t.Parallel()
	for name, a := range calls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, undisturbed := a.run(t, disturbance{})
			for _, d := range append(behaviors(undisturbed), disturbance{}) {
				r, entries := a.run(t, d)
				for _, wrong := range slices.Concat(leftBehind(r), asked(entries), taped(entries), closed(entries), a.misled(entries)) {
					t.Errorf("%T%v at %s: %s", d.event, d.event, d.at, wrong)
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

// behaviors are what a caller may do, and the REST API to him, at every moment.
func behaviors(entries []event.Entry) []disturbance {
	events := []event.Event{event.HungUp{}, event.Spoke{Text: "hello there"}, event.Updated{URL: "http://app.example/elsewhere"}, event.Updated{Status: event.Completed}}
	for _, key := range []byte("01*#") {
		events = append(events, event.Pressed{Key: key})
	}
	moments := map[time.Duration]bool{}
	for _, e := range entries {
		moments[e.At], moments[e.At+1] = true, true
	}
	var all []disturbance
	for at := range moments {
		for _, event := range events {
			all = append(all, disturbance{"CA0", at, event})
		}
	}
	return all
}

// course is what became of a call.
type course struct {
	began bool // the document arrived during the call
	gone  bool // the caller hung up, or the REST API for him
	led   bool // the REST API led him elsewhere
	heard bool // a key or words reached a verb, other than what means that there is no input
	quiet bool // a recording ended by silence
	told  int  // how often the action was
}

func courseOf(entries []event.Entry, finish string) (c course) {
	for _, e := range entries {
		switch ev := e.Event.(type) {
		case event.Fetched:
			c.began = c.began || !c.gone && ev.URL == "http://app.example/voice"
		case event.HungUp:
			c.gone = true
		case event.Updated:
			c.gone, c.led = c.gone || ev.Status != "", c.led || ev.URL != ""
		case event.Pressed:
			c.heard = c.heard || !ignored(e) && string(rune(ev.Key)) != finish
		case event.Spoke:
			c.heard = c.heard || !ignored(e)
		}
		for _, action := range e.Actions {
			switch action := action.(type) {
			case event.Record:
				c.quiet = c.quiet || action.Why == "silence"
			case event.Fetch:
				if strings.HasSuffix(action.URL, "/over") {
					c.told++
				}
			}
		}
	}
	return c
}

func ignored(e event.Entry) bool {
	return slices.ContainsFunc(e.Actions, func(a event.Action) bool { _, unheard := a.(event.Unheard); return unheard })
}

// misled returns what is wrong with the request for the action, or with its absence.
func (a alone) misled(entries []event.Entry) (wrong []string) {
	finish := "#"
	for _, other := range []string{"*", ""} {
		if strings.Contains(a.pages["/voice"], `finishOnKey="`+other+`"`) {
			finish = other
		}
	}
	c := courseOf(entries, finish)
	least, most := 0, 0
	if c.began {
		least, most = a.told.bounds(c)
	}
	if c.led {
		least = 0
	}
	if c.told < least || c.told > most {
		wrong = append(wrong, fmt.Sprintf("the action was told %d times, want %d to %d: %+v", c.told, least, most, c))
	}
	return wrong
}

// bounds returns how often the action is requested, at least and at most.
func (t telling) bounds(c course) (least, most int) {
	switch {
	case t == untold, t == onInput && !c.heard, t == afterWords && c.quiet && !c.heard:
		return 0, 0
	case t == always, t == afterWords, !c.gone:
		return 1, 1
	}
	return 0, 1
}

// closed returns what is wrong with the sessions: each is closed once, and every hook that got the
// beginning gets the end.
func closed(entries []event.Entry) (wrong []string) {
	open := map[string]int{}
	for _, e := range entries {
		for _, action := range e.Actions {
			switch action := action.(type) {
			case event.Session:
				open[action.Noun+" "+action.Name] += count(!action.Over, action.Over)
			case event.Fetch:
				p := action.Params
				if event := p.Get("StreamEvent"); event != "" {
					open[p.Get("StreamSid")+p.Get("SiprecSid")] += count(event == "stream-started", event == "stream-stopped")
				}
				if event := p.Get("TranscriptionEvent"); event != "" {
					open[p.Get("TranscriptionSid")] += count(event == "transcription-started", event == "transcription-stopped")
				}
			}
			for what, n := range open {
				if n < 0 {
					wrong = append(wrong, what+" was closed, and was not open")
				}
			}
		}
	}
	for what, n := range open {
		if n > 0 {
			wrong = append(wrong, fmt.Sprintf("%s stays open: %d", what, n))
		}
	}
	return wrong
}

func count(more, less bool) int {
	switch {
	case more:
		return 1
	case less:
		return -1
	}
	return 0
}

// Every verb that is simulated, and every noun of Connect and Start, is in some scene.
func TestEveryVerbIsInSomeScene(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, a := range calls() {
		for _, source := range a.pages {
			all.WriteString(source)
		}
	}
	for _, s := range scenes() {
		for _, source := range s.pages {
			all.WriteString(source)
		}
	}
	var names []string
	for _, verb := range leg.Verbs() {
		if verb.Simulated() {
			names = append(names, verb.Name)
		}
	}
	for _, verb := range []string{"Connect", "Start"} {
		spec, _ := twiml.Lookup(verb)
		names = append(names, spec.Children...)
	}
	for _, name := range names {
		if !strings.Contains(all.String(), "<"+name) {
			t.Errorf("<%s> is in no scene", name)
		}
	}
}
