package client

import (
	"context"
	"errors"
	"io"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// phase is the progress of an attempt.
type phase int

const (
	connecting  phase = iota // name resolution and TCP connection. Choice: ct covers both, and TLS
	handshaking              // TLS
	waiting                  // for the first byte of the answer; transports without connections start here
	answering                // the first byte has arrived
	reading                  // the header of the answer has arrived, the body follows
)

func (p phase) before(other phase) bool { return p < other }

// The reasons for which a slow attempt ends.
var (
	errConnect = errors.New("no connection in time")
	errRead    = errors.New("no response in time")
)

// watch follows the progress of an attempt, and ends it if a phase takes too long. The transport
// reports the phases. One without connections, such as [InMemory], never connects, so it cannot
// exceed that limit.
type watch struct {
	limits webhook.Overrides
	end    time.Time // of all attempts
	cancel context.CancelCauseFunc

	mu    sync.Mutex // transports report from their own goroutines
	at    phase
	got   int // bytes of the body received
	over  bool
	timer *time.Timer
}

// newWatch returns a context for one attempt. The caller must stop the watch.
func newWatch(ctx context.Context, limits webhook.Overrides) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watch{limits: limits, cancel: cancel}
	w.end, _ = ctx.Deadline()
	w.enter(waiting)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { w.enter(connecting) },
		TLSHandshakeStart:    func() { w.pass(handshaking) },
		GotConn:              func(httptrace.GotConnInfo) { w.enter(waiting) },
		GotFirstResponseByte: func() { w.enter(answering) },
	}), w
}

// enter begins a phase and its time limit.
func (w *watch) enter(p phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return // a connection that is no longer needed
	}
	limit, late := w.limits.ReadTimeout, errRead
	if p.before(waiting) {
		limit, late = w.limits.ConnectTimeout, errConnect
	}
	w.at = p
	if w.timer != nil {
		w.timer.Stop()
	}
	if time.Until(w.end) > limit { // otherwise the time for all attempts ends first, or both end together
		w.timer = time.AfterFunc(limit, func() { w.cancel(late) })
	}
}

// pass begins a phase that shares the time limit of the previous one.
func (w *watch) pass(p phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		w.at = p
	}
}

// packets returns a body of which every read has the time limit of the first byte.
func (w *watch) packets(ctx context.Context, body io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := body.Read(p)
		w.count(n)
		if ctx.Err() != nil { // some bodies ignore the context
			return 0, context.Cause(ctx)
		}
		w.enter(reading)
		return n, err
	})
}

func (w *watch) count(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.got += n
}

type readerFunc func(p []byte) (int, error)

func (read readerFunc) Read(p []byte) (int, error) { return read(p) }

// stop ends the attempt, and the goroutines that a transport runs for it.
func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	if w.timer != nil {
		w.timer.Stop()
	}
	w.cancel(nil)
}

// broke interprets an error: why the watch ended the attempt, if it did, and in which phase.
func (w *watch) broke(ctx context.Context, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return &brokenError{at: w.at, got: w.got, err: err}
}

// brokenError is an attempt without a complete answer.
type brokenError struct {
	at  phase
	got int // bytes of the answer's body
	err error
}

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }
