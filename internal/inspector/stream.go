package inspector

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// maxWaiting limits the events that wait for a page. A page that is slower is disconnected and starts with a new
// snapshot.
const maxWaiting = 4096

// maxReaders limits the pages that are connected at a time. A browser opens at most six connections per host.
const maxReaders = 32

// change is one change of the page's data. Exactly one field is set.
type change struct {
	Call *Call  `json:"call,omitempty"`
	Rung *Step  `json:"rung,omitempty"`
	Gone string `json:"gone,omitempty"` // the SID of a deleted call
}

// snapshot is all data of the page.
type snapshot struct {
	About About  `json:"about"`
	Calls []Call `json:"calls"`
	Rungs []Step `json:"rungs"`
	Most  int    `json:"most"` // steps stored per call
}

// reader is a connected page.
type reader struct {
	wake    chan struct{} // holds a value if an event waits
	waiting []json.RawMessage
	slow    bool // it was too slow and is disconnected
}

// tell queues a change for all pages. It never waits for them.
func (b *callList) tell(e change) {
	if len(b.readers) == 0 {
		return
	}
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // all fields encode as JSON
	}
	for r := range b.readers {
		if len(r.waiting) >= maxWaiting {
			r.slow, r.waiting = true, nil
		}
		if !r.slow {
			r.waiting = append(r.waiting, text)
		}
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
}

// subscribe connects a page and returns it with a snapshot. It returns nil if there are too many pages.
func (b *callList) subscribe() (*reader, snapshot) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.readers) >= maxReaders {
		return nil, snapshot{}
	}
	s := snapshot{Calls: []Call{}, Rungs: []Step{}, Most: maxSteps}
	for _, t := range b.calls {
		s.Calls = append(s.Calls, t.Call)
		for _, rung := range t.steps {
			s.Rungs = append(s.Rungs, *rung)
		}
	}
	if b.readers == nil {
		b.readers = map[*reader]struct{}{}
	}
	r := &reader{wake: make(chan struct{}, 1)}
	b.readers[r] = struct{}{}
	return r, s
}

func (b *callList) leave(r *reader) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.readers, r)
}

// take returns the events that wait for a page. It returns false if the page was too slow.
func (b *callList) take(r *reader) (waiting []json.RawMessage, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	waiting, r.waiting = r.waiting, nil
	return waiting, !r.slow
}

// events streams changes until the page closes or the inspector does.
func (in *Inspector) events(w http.ResponseWriter, r *http.Request) {
	reader, all := in.board.subscribe()
	if reader == nil {
		fail(w, http.StatusServiceUnavailable, fmt.Errorf("%d pages are already open: close some of them", maxReaders))
		return
	}
	defer in.board.leave(reader)
	all.About = in.o.About()
	w.Header().Set("Content-Type", "text/event-stream")
	out := newSending(r.Context(), w)
	defer out.close()
	if !out.send("snapshot", all) {
		return
	}
	for {
		select {
		case <-r.Context().Done():
			return
		case <-reader.wake:
		}
		waiting, ok := in.board.take(reader)
		if !ok || len(waiting) > 0 && !out.send("events", waiting) {
			return
		}
	}
}

// sending writes events to one page. When its context ends, a blocked write is aborted.
type sending struct {
	w       http.ResponseWriter
	control *http.ResponseController
	stop    func() bool
	stopped chan struct{}
}

func newSending(ctx context.Context, w http.ResponseWriter) *sending {
	s := &sending{w: w, control: http.NewResponseController(w), stopped: make(chan struct{})}
	s.stop = context.AfterFunc(ctx, func() {
		defer close(s.stopped)
		_ = s.control.SetWriteDeadline(time.Unix(1, 0)) // a deadline in the past aborts a blocked write
	})
	return s
}

// send writes one event and reports whether the stream continues.
func (s *sending) send(name string, value any) bool {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // all values encode as JSON
	}
	if _, err := fmt.Fprintf(s.w, "event: %s\nretry: 500\ndata: %s\n\n", name, text); err != nil {
		return false
	}
	return s.control.Flush() == nil
}

// close waits until the writer is no longer used.
func (s *sending) close() {
	if !s.stop() {
		<-s.stopped
	}
}
