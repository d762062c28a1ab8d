package inspector

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// maxWaiting is how many events may wait for a page. One that is slower is dropped, and begins again with all there is.
const maxWaiting = 4096

// maxReaders is how many pages may look at once. A browser has six of one host at most.
const maxReaders = 32

// change is one change of what the page shows: exactly one of its fields is there.
type change struct {
	Call *Call  `json:"call,omitempty"`
	Rung *Step  `json:"rung,omitempty"`
	Gone string `json:"gone,omitempty"` // a call that is not remembered any more
}

// snapshot is all that the page shows.
type snapshot struct {
	About About  `json:"about"`
	Calls []Call `json:"calls"`
	Rungs []Step `json:"rungs"`
	Most  int    `json:"most"` // rungs that are remembered of a call
}

// reader is a page that looks.
type reader struct {
	wake    chan struct{} // has one when something waits
	waiting []json.RawMessage
	slow    bool // it is too slow, and dropped
}

// tell tells all who look. It never waits for any of them.
func (b *callList) tell(e change) {
	if len(b.readers) == 0 {
		return
	}
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // nothing in it that JSON does not know
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

// look begins to tell a page, which gets first what there is already; nil is one page too many.
func (b *callList) look() (*reader, snapshot) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.readers) >= maxReaders {
		return nil, snapshot{}
	}
	s := snapshot{Calls: []Call{}, Rungs: []Step{}, Most: maxRungs}
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

// take gives a page what waits for it; ok is false for one that was too slow.
func (b *callList) take(r *reader) (waiting []json.RawMessage, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	waiting, r.waiting = r.waiting, nil
	return waiting, !r.slow
}

// events is the stream of what happens, until the page goes or the inspector closes.
func (in *Inspector) events(w http.ResponseWriter, r *http.Request) {
	reader, all := in.board.look()
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

// sending writes to one page. Nobody waits for a page that does not read when its context is over.
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
		_ = s.control.SetWriteDeadline(time.Unix(1, 0)) // ends a write that waits; it is in the past
	})
	return s
}

// send writes one event of the stream, and reports whether there is a next one.
func (s *sending) send(name string, value any) bool {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // nothing in it that JSON does not know
	}
	if _, err := fmt.Fprintf(s.w, "event: %s\nretry: 500\ndata: %s\n\n", name, text); err != nil {
		return false
	}
	return s.control.Flush() == nil
}

// close waits for what may still use the writer.
func (s *sending) close() {
	if !s.stop() {
		<-s.stopped
	}
}
