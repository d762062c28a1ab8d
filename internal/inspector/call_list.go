package inspector

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Limits of what stays in memory. The database holds the rest.
const (
	maxCalls = 100
	maxSteps = 500      // per call
	maxBytes = 32 << 20 // of all of them, with bodies and answers
	maxLoose = 100      // requests per call from the page that wait for their step
)

// callList is the data that the page shows, with the pages that read it. The zero value is empty.
type callList struct {
	mu      sync.Mutex
	last    int64        // number of the newest step
	calls   []*shownCall // oldest first
	bytes   int
	readers map[*reader]struct{}
}

// shownCall is one call with its steps.
type shownCall struct {
	Call
	steps  []*Step
	loose  []*capture.Request // requests recorded by the server that the simulated call has not reported yet
	speaks map[string]*Step   // by WebSocket, the talk cycle that its agent has not closed
}

// addRequest adds a request that the server has answered.
func (b *callList) addRequest(r *capture.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.callFor(r)
	if t.Kind != Other {
		t.From, t.To = cmp.Or(t.From, r.From), cmp.Or(t.To, r.To)
	}
	if t.Phone && r.ReplayOf == "" {
		b.matchLoose(t, r)
		return
	}
	if r.ReplayOf == "" {
		t.Problems += r.Problems
		t.update(r)
	}
	t.Requests++
	for _, rung := range stepsOf(r) {
		rung.At = t.since(r)
		b.add(t, rung)
	}
	b.changed(t)
}

// update updates the call from a request. A reported end does not change, because callbacks arrive in any order.
func (t *shownCall) update(r *capture.Request) {
	t.Seen = r.At.UnixMilli()
	switch {
	case event.Status(r.CallStatus).Final():
		t.Status, t.Ended = r.CallStatus, true
	case event.Status(t.Status).Final():
	case r.Ends:
		t.Status, t.Ended = capture.Ended, true
	case !r.Purpose.IsNotification():
		t.Status, t.Ended = cmp.Or(r.CallStatus, t.Status), false
	}
}

// callFor returns the call that a request belongs to. Requests of a phone dialed by a call from the page belong to that
// call.
func (b *callList) callFor(r *capture.Request) *shownCall {
	if parent := b.find(r.Params.Get("ParentCallSid")); parent != nil && parent.Phone {
		return parent
	}
	sid, kind := callOf(r)
	return b.track(Call{Sid: sid, Kind: kind, At: r.At.UnixMilli()})
}

// matchLoose joins a recorded request with the step of the simulated call that sent it. Either can come first.
func (b *callList) matchLoose(t *shownCall, r *capture.Request) {
	for _, rung := range t.steps {
		if rung.Request != nil && !rung.Request.Seen && same(rung.Request, r) {
			b.bytes -= rung.weight()
			rung.fill(r)
			b.bytes += rung.weight()
			b.tell(change{Rung: rung})
			return
		}
	}
	t.loose = append(t.loose, r)
	if !t.Live || len(t.loose) > maxLoose {
		b.release(t)
	}
}

// release adds the requests whose step never came, as separate steps.
func (b *callList) release(t *shownCall) {
	for _, r := range t.loose {
		b.add(t, &Step{At: t.since(r), Request: asked(r), whole: r})
	}
	t.loose = nil
}

// began adds a call from the page.
func (b *callList) began(c Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changed(b.track(c))
}

// happened adds steps to a call from the page, or replaces those that have a number.
func (b *callList) happened(sid string, rungs []*Step) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.find(sid)
	if t == nil {
		return // the call was deleted
	}
	for _, rung := range rungs {
		if rung.N != 0 {
			b.replace(t, rung)
			continue
		}
		switch {
		case rung.Request != nil:
			t.Requests++
			t.matchRequest(rung)
		case rung.Alert != nil && rung.Alert.Level == string(alert.Error):
			t.Problems++
		case rung.Item != nil && rung.Item.Kind == transcript.Answer && rung.Item.Leg == event.First:
			t.Status = string(event.InProgress)
		}
		b.add(t, rung)
	}
	b.changed(t)
}

// replace replaces a step that has changed, unless it was deleted.
func (b *callList) replace(t *shownCall, rung *Step) {
	rung.Call = t.Sid
	for i, old := range slices.Backward(t.steps) {
		if old.N == rung.N {
			b.bytes += rung.weight() - old.weight()
			t.steps[i] = rung
			b.tell(change{Rung: rung})
			return
		}
	}
}

// matchRequest joins a new step with its request, if that was recorded already.
func (t *shownCall) matchRequest(rung *Step) {
	for i, r := range t.loose {
		if same(rung.Request, r) {
			rung.fill(r)
			t.loose = slices.Delete(t.loose, i, i+1)
			return
		}
	}
}

// ended ends a call from the page.
func (b *callList) ended(sid, status string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.find(sid)
	if t == nil {
		return
	}
	t.Live, t.Ended, t.Status = false, true, status
	b.release(t)
	b.changed(t)
}

// find returns a call, or nil.
func (b *callList) find(sid string) *shownCall {
	for _, t := range slices.Backward(b.calls) { // newest first: most lookups are for the newest call
		if t.Sid == sid {
			return t
		}
	}
	return nil
}

// track returns a call and adds it if it is new.
func (b *callList) track(c Call) *shownCall {
	if t := b.find(c.Sid); t != nil {
		return t
	}
	t := &shownCall{Call: c}
	b.calls = append(b.calls, t)
	return t
}

// since returns when a request came, in milliseconds from the beginning of its call.
func (t *shownCall) since(r *capture.Request) float64 { return float64(r.At.UnixMilli() - t.At) }

// add adds a step and deletes the oldest ones above the limits.
func (b *callList) add(t *shownCall, rung *Step) {
	b.last++
	rung.N, rung.Call = b.last, t.Sid
	t.steps = append(t.steps, rung)
	b.bytes += rung.weight()
	b.tell(change{Rung: rung})
	if len(t.steps) > maxSteps {
		b.forget(t)
	}
	for len(b.calls) > maxCalls || b.bytes > maxBytes && len(b.calls) > 1 {
		b.drop(t)
	}
	for b.bytes > maxBytes && len(t.steps) > 1 {
		b.forget(t)
	}
}

// drop deletes the oldest call other than but.
func (b *callList) drop(but *shownCall) {
	i := 0
	if b.calls[0] == but {
		i = 1
	}
	t := b.calls[i]
	for len(t.steps) > 0 {
		b.forget(t)
	}
	b.calls = slices.Delete(b.calls, i, i+1)
	b.tell(change{Gone: t.Sid})
}

// forget deletes the oldest step of a call.
func (b *callList) forget(t *shownCall) {
	b.bytes -= t.steps[0].weight()
	maps.DeleteFunc(t.speaks, func(_ string, spoken *Step) bool { return spoken == t.steps[0] })
	t.steps = t.steps[1:]
}

// step returns the step with number n, if it is still in memory.
func (b *callList) step(n int64) (Step, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range slices.Backward(b.calls) {
		for _, rung := range t.steps {
			if rung.N == n {
				return *rung, true
			}
		}
	}
	return Step{}, false
}

// requests returns the complete requests of a call, without replays.
func (b *callList) requests(sid string) []capture.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []capture.Request
	if t := b.find(sid); t != nil {
		for _, rung := range t.steps {
			if rung.whole != nil && rung.whole.ReplayOf == "" {
				all = append(all, *rung.whole)
			}
		}
	}
	return all
}

func (b *callList) changed(t *shownCall) {
	call := t.Call
	b.tell(change{Call: &call})
}
