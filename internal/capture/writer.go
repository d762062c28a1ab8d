package capture

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/internal/store"
)

const (
	// patience is how long each attempt waits for another process to finish writing.
	patience = time.Second
	// pruneEvery is the number of requests written between two prunings.
	pruneEvery = 500
)

// writer is the goroutine of a [Keeper].
type writer struct {
	*Keeper
	o        Options
	store    store.Options
	redactor *redactor

	db      *store.DB // nil until it could be opened
	session *Session  // to be written
	ready   []Request // to be written, after redaction
	sockets []socketlog.Record
	seen    int  // how many of those were passed to Seen
	written int  // since the last pruning
	told    bool // a write problem was reported
}

func (w *writer) run(ctx context.Context) {
	defer close(w.done)
	for range w.wake {
		if w.writeWaiting(ctx) {
			break
		}
	}
	if n := w.countLost(len(w.ready) + len(w.sockets)); n > 0 {
		w.o.Tell(were(n) + " not stored")
	}
	if w.db != nil {
		_ = w.db.Close() // committed data is safe
	}
}

func were(n int) string {
	if n == 1 {
		return "1 request was"
	}
	return fmt.Sprintf("%d requests were", n)
}

// writeWaiting does the waiting work and reports whether it was the last. Requests that meet a locked database are retried in
// the next turn; after any other error they are lost.
func (w *writer) writeWaiting(ctx context.Context) (last bool) {
	var work work
	room := len(w.ready) < maxWaiting // without room they stay in the queue, which counts the ones it loses
	if room {
		work = w.take()
	}
	for _, e := range work.requests {
		r := newRequest(e, w.current(work.session))
		w.redactor.redact(&r)
		w.ready = append(w.ready, r)
	}
	w.addSockets(work.sockets)
	if work.session != nil {
		w.session = w.ended(*work.session, work.last)
	}
	err := w.write(ctx)
	if err != nil {
		w.tell(err)
	}
	w.show()
	if errors.Is(err, store.ErrBusy) {
		w.wakeWriter()
		return work.last || !room && w.isClosing() // also show the requests that arrived just before the end
	}
	if err != nil {
		w.countLost(len(w.ready) + len(w.sockets))
	}
	if w.session, w.ready, w.sockets, w.seen = nil, nil, nil, 0; !room {
		w.wakeWriter() // for those in the queue
	}
	return work.last
}

// addSockets adds WebSockets to write, as many as there is room for.
func (w *writer) addSockets(more []socketlog.Record) {
	n := min(len(more), maxWaitingSockets-len(w.sockets))
	w.sockets = append(w.sockets, more[:n]...)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost += len(more) - n
}

// show passes new requests to Seen. It does not wait for a locked database.
func (w *writer) show() {
	for ; w.seen < len(w.ready); w.seen++ {
		w.o.Seen(w.ready[w.seen])
	}
}

// current returns the session that requests belong to.
func (w *writer) current(fresh *Session) Session {
	if fresh != nil {
		w.o.Session = *fresh
	}
	return w.o.Session
}

func (w *writer) ended(s Session, last bool) *Session {
	if last {
		s.Ended = w.o.Now()
	}
	s.PublicURL = w.redactor.text(s.PublicURL)
	s.App = w.redactor.text(s.App)
	return &s
}

func (w *writer) isClosing() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closing
}

// write writes the ready requests in one transaction.
func (w *writer) write(ctx context.Context) error {
	if w.session == nil && len(w.ready) == 0 && len(w.sockets) == 0 {
		return nil
	}
	if w.db == nil {
		db, err := store.OpenWith(ctx, w.o.Dir, w.store)
		if err != nil {
			return err
		}
		w.db, w.written = db, pruneEvery // prune old requests in the first transaction
	}
	ids := make([]string, len(w.ready))
	err := w.db.Update(ctx, func(tx *store.Tx) error {
		if w.session != nil {
			if err := w.session.put(ctx, tx); err != nil {
				return err
			}
		}
		for i, r := range w.ready {
			seq, err := logOf(tx).Append(ctx, store.Logged[Head]{At: r.At, Topic: r.CallSid, Head: r.Head}, r.Rest)
			if err != nil {
				return err
			}
			ids[i] = ID(seq)
		}
		if err := appendSockets(ctx, tx, w.sockets); err != nil {
			return err
		}
		return w.prune(ctx, tx)
	})
	if err != nil {
		return err // none of them is stored
	}
	for i, id := range ids {
		w.ready[i].ID = id
	}
	return nil
}

func (w *writer) prune(ctx context.Context, tx *store.Tx) error {
	if w.written += len(w.ready) + len(w.sockets); w.written < pruneEvery {
		return nil
	}
	w.written = 0
	if err := pruneSockets(ctx, tx, w.o.Now()); err != nil {
		return err
	}
	_, err := logOf(tx).Prune(ctx, store.Limits{Since: w.o.Now().Add(-MaxAge), Rows: MaxRequests, Bytes: MaxBytes})
	return err
}

// tell reports once why nothing is stored.
func (w *writer) tell(err error) {
	if w.told {
		return
	}
	w.told = true
	text := fmt.Sprintf("requests are answered, but not stored: %v", err)
	if hint := fault.HintOf(err); hint != "" {
		text += "\n  hint: " + hint
	}
	w.o.Tell(text)
}
