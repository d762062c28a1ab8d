package capture

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// Limits of the stored WebSockets, and of those that wait to be written.
const (
	MaxSockets        = 2000
	MaxSocketBytes    = 50 << 20
	maxWaitingSockets = 64
)

// socketHead is what is read of every WebSocket of a call.
type socketHead struct {
	Problems int `json:"problems"`
}

func socketsOf(on store.Handle) store.Log[socketHead, socketlog.Record] {
	return store.LogIn[socketHead, socketlog.Record](on, "socket")
}

// Socket is a WebSocket of a call as -o json shows it: as in `twvoice call -o json`, with what only a real call has. The
// times count from the first request of the call.
type Socket struct {
	transcript.Socket
	Alerts []transcript.Alert `json:"alerts"`
	Media  map[string]int     `json:"media"` // frames of sound that are not in the messages, by app and twilio
	Cut    int                `json:"cut"`   // further messages, which are not stored
	Lost   int                `json:"lost"`  // messages that passed while too many others waited to be read

	Items []transcript.Item `json:"-"`
}

// KeepSocket adds a WebSocket that has been closed, to be written. It never blocks.
func (k *Keeper) KeepSocket(r socketlog.Record) {
	k.mu.Lock()
	full := len(k.sockets) >= maxWaitingSockets
	if full {
		k.lost++
	} else {
		r.Session, r.Local = k.session.ID, k.session.Local
		k.sockets = append(k.sockets, r)
	}
	k.mu.Unlock()
	if !full {
		k.wakeWriter()
	}
}

// appendSockets writes WebSockets.
func appendSockets(ctx context.Context, tx *store.Tx, all []socketlog.Record) error {
	for _, r := range all {
		row := store.Logged[socketHead]{At: r.Began, Topic: r.CallSid, Head: socketHead{r.Problems()}}
		if _, err := socketsOf(tx).Append(ctx, row, r); err != nil {
			return err
		}
	}
	return nil
}

func pruneSockets(ctx context.Context, tx *store.Tx, now time.Time) error {
	_, err := socketsOf(tx).Prune(ctx, store.Limits{Since: now.Add(-MaxAge), Rows: MaxSockets, Bytes: MaxSocketBytes})
	return err
}

// removeSockets deletes the WebSockets of a call.
func removeSockets(ctx context.Context, tx *store.Tx, sid string) error {
	if sid == "" {
		return nil
	}
	rows, err := socketsOf(tx).List(ctx, store.LogQuery{Topic: sid})
	for _, row := range rows {
		if err == nil {
			err = socketsOf(tx).Remove(ctx, row.Seq)
		}
	}
	return err
}

// addSocketProblems adds the problems of WebSockets to those of their calls.
func (a *Archive) addSocketProblems(ctx context.Context, calls []Call) error {
	rows, err := socketsOf(a.db).List(ctx, store.LogQuery{})
	problems := map[string]int{}
	for _, row := range rows {
		problems[row.Topic] += row.Head.Problems
	}
	for i := range calls {
		calls[i].Problems += problems[calls[i].CallSid]
	}
	return err
}

// Sockets reads the WebSockets of a call, oldest first.
func (a *Archive) Sockets(ctx context.Context, call Call) ([]Socket, error) {
	rows, err := socketsOf(a.db).List(ctx, store.LogQuery{Topic: call.CallSid})
	if err != nil {
		return nil, err
	}
	all := []Socket{}
	for _, row := range rows {
		_, r, err := socketsOf(a.db).Get(ctx, row.Seq)
		if err != nil {
			return nil, fmt.Errorf("read a WebSocket of %s: %w", call.CallSid, err)
		}
		all = append(all, socketOf(r, call.At))
	}
	return all, nil
}

// socketOf returns a stored WebSocket with times since the beginning of its call.
func socketOf(r socketlog.Record, began time.Time) Socket {
	after := func(at float64) float64 {
		return float64(r.Began.Sub(began).Round(time.Millisecond).Milliseconds()+int64(at*1000+0.5)) / 1000
	}
	s := Socket{Socket: r.Whole.Ended(after(r.Ended), r.Outcome), Alerts: slices.Clone(r.Alerts), Media: r.Media, Cut: r.Cut, Lost: r.Lost, Items: r.Items}
	if s.Alerts == nil {
		s.Alerts = []transcript.Alert{}
	}
	s.At = after(0)
	for i := range s.Messages {
		s.Messages[i].At = after(s.Messages[i].At)
	}
	for i := range s.Alerts {
		s.Alerts[i].At = after(s.Alerts[i].At)
	}
	for i := range s.Items {
		s.Items[i].At = after(s.Items[i].At)
	}
	return s
}

// PastSockets reads the newest WebSockets of all calls, as events, oldest first: one for each thing that happened.
func (a *Archive) PastSockets(ctx context.Context, q Query) ([]socketlog.Event, error) {
	rows, err := socketsOf(a.db).List(ctx, store.LogQuery{Since: q.Since, Newest: true, Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	var all []socketlog.Event
	for _, row := range slices.Backward(rows) {
		_, r, err := socketsOf(a.db).Get(ctx, row.Seq)
		if err != nil {
			return nil, err
		}
		if q.Local && !r.Local {
			continue
		}
		for _, part := range socketOf(r, r.Began).Parts() {
			at := r.Began.Add(time.Duration(part.When() * float64(time.Second)))
			all = append(all, socketlog.Event{State: socketlog.Message, At: at, Socket: r.Socket, Parts: []transcript.Part{part}})
		}
	}
	slices.SortStableFunc(all, func(a, b socketlog.Event) int { return a.At.Compare(b.At) })
	return all, nil
}

// Parts returns the WebSocket as a transcript, in order.
func (s Socket) Parts() []transcript.Part {
	var all []transcript.Part
	for _, item := range s.Items {
		all = append(all, item)
	}
	for _, a := range s.Alerts {
		all = append(all, a)
	}
	all = append(all, s.Socket)
	slices.SortStableFunc(all, func(a, b transcript.Part) int { return cmp.Compare(a.When(), b.When()) })
	return all
}
