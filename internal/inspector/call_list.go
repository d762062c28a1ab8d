package inspector

import (
	"cmp"
	"slices"
	"sync"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// What is remembered, of what was seen last. The rest is in the database.
const (
	maxCalls = 100
	maxRungs = 500      // of one call
	maxBytes = 32 << 20 // of all of them, with bodies and answers
	maxLoose = 100      // requests of a call from the page of which it has not told yet
)

// callList is what the page shows, and who looks at it. The zero board is empty.
type callList struct {
	mu      sync.Mutex
	last    int64        // number of the newest rung
	calls   []*shownCall // in the order in which they began
	bytes   int
	readers map[*reader]struct{}
}

// shownCall is one call with its rungs.
type shownCall struct {
	Call
	steps []*Step
	loose []*capture.Request // of a call from the page: seen before the call itself told of them
}

// addRequest takes a request that the server has answered.
func (b *callList) addRequest(r *capture.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.trackOf(r)
	if t.Kind != Other {
		t.From, t.To = cmp.Or(t.From, r.From), cmp.Or(t.To, r.To)
	}
	if t.Phone && r.ReplayOf == "" {
		b.meet(t, r)
		return
	}
	if r.ReplayOf == "" {
		t.Problems += r.Problems
		t.told(r)
	}
	t.Requests++
	for _, rung := range stepsOf(r) {
		rung.At = t.since(r)
		b.add(t, rung)
	}
	b.changed(t)
}

// told takes what a request tells of its call. What was told once of the end stays: callbacks come in any order.
func (t *shownCall) told(r *capture.Request) {
	t.Seen = r.At.UnixMilli()
	switch {
	case event.Status(r.CallStatus).Final():
		t.Status, t.Ended = r.CallStatus, true
	case event.Status(t.Status).Final():
	case r.Ends:
		t.Status, t.Ended = capture.Ended, true
	case !r.Purpose.Told():
		t.Status, t.Ended = cmp.Or(r.CallStatus, t.Status), false
	}
}

// trackOf is the call that a request belongs to. Those of a phone that a call from the page has dialed belong to that call.
func (b *callList) trackOf(r *capture.Request) *shownCall {
	if parent := b.find(r.Params.Get("ParentCallSid")); parent != nil && parent.Phone {
		return parent
	}
	sid, kind := belongs(r)
	return b.track(Call{Sid: sid, Kind: kind, At: r.At.UnixMilli()})
}

// meet brings a request that was seen together with the one that a call from the page has made, whichever comes first.
func (b *callList) meet(t *shownCall, r *capture.Request) {
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

// release shows what was seen of a call without the call having told of it.
func (b *callList) release(t *shownCall) {
	for _, r := range t.loose {
		b.add(t, &Step{At: t.since(r), Request: asked(r), whole: r})
	}
	t.loose = nil
}

// began begins a call from the page.
func (b *callList) began(c Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changed(b.track(c))
}

// happened takes what happens in a call from the page.
func (b *callList) happened(sid string, rungs []*Step) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.find(sid)
	if t == nil {
		return // forgotten
	}
	for _, rung := range rungs {
		switch {
		case rung.Request != nil:
			t.Requests++
			t.met(rung)
		case rung.Alert != nil && rung.Alert.Level == string(alert.Error):
			t.Problems++
		case rung.Item != nil && rung.Item.Kind == transcript.Answer && rung.Item.Leg == event.First:
			t.Status = string(event.InProgress)
		}
		b.add(t, rung)
	}
	b.changed(t)
}

// met gives a request that a call has made what was seen of it already.
func (t *shownCall) met(rung *Step) {
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

// find finds a call, nil where it is unknown.
func (b *callList) find(sid string) *shownCall {
	for _, t := range slices.Backward(b.calls) { // the newest is asked for most
		if t.Sid == sid {
			return t
		}
	}
	return nil
}

// track finds a call, or begins it.
func (b *callList) track(c Call) *shownCall {
	if t := b.find(c.Sid); t != nil {
		return t
	}
	t := &shownCall{Call: c}
	b.calls = append(b.calls, t)
	return t
}

// since is when a request came, counted from the beginning of its call.
func (t *shownCall) since(r *capture.Request) float64 { return float64(r.At.UnixMilli() - t.At) }

// add adds a rung, and forgets what is too much.
func (b *callList) add(t *shownCall, rung *Step) {
	b.last++
	rung.N, rung.Call = b.last, t.Sid
	t.steps = append(t.steps, rung)
	b.bytes += rung.weight()
	b.tell(change{Rung: rung})
	if len(t.steps) > maxRungs {
		b.forget(t)
	}
	for len(b.calls) > maxCalls || b.bytes > maxBytes && len(b.calls) > 1 {
		b.drop(t)
	}
	for b.bytes > maxBytes && len(t.steps) > 1 {
		b.forget(t)
	}
}

// drop forgets the oldest call but one that just goes on.
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

// forget forgets the oldest rung of a call.
func (b *callList) forget(t *shownCall) {
	b.bytes -= t.steps[0].weight()
	t.steps = t.steps[1:]
}

// step finds a rung that is remembered.
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

// requests are those of a call that belong to it, whole.
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
