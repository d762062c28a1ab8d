package voicesim

import (
	"context"
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// callTree is a call with all calls that it dialed. It is stored until every leg has ended and the
// last answer has arrived.
type callTree struct {
	root   event.Call
	legs   []string
	askers map[string]*asker // by leg
	alive  int               // legs that have not ended
	asking int               // requests in progress or queued
}

func (f *callTree) over() bool { return f.alive == 0 && f.asking == 0 }

// asker makes the requests of one leg. Notifications are queued, so that the application gets them
// in order. A document is requested immediately, unless the action of a verb that was cut short is
// still queued.
type asker struct {
	*requester
	line []event.Fetch // the first one is in progress
}

func (a *asker) telling(purpose event.Purpose) bool {
	return slices.ContainsFunc(a.line, func(f event.Fetch) bool { return f.Purpose == purpose })
}

// outside makes a request without waiting for it, and counts the legs.
func (x *Simulator) outside(ctx context.Context, e event.Entry, action event.Action) error {
	f := x.families[e.Sid]
	switch action := action.(type) {
	case event.Fetch:
		f.asking++
		a := x.asker(f, e.Sid)
		if !action.Callback && !a.telling(event.PurposeAction) {
			x.fetch(ctx, e.Sid, a, action, false)
			return nil
		}
		if a.line = append(a.line, action); len(a.line) == 1 {
			x.fetch(ctx, e.Sid, a, action, true)
		}
	case event.OpenSocket:
		f.asking++
		x.openSocket(ctx, f, e.Sid, action)
	case event.Dial:
		f.legs, f.alive = append(f.legs, action.Call.Sid), f.alive+1
		x.families[action.Call.Sid] = f
	case event.End:
		f.alive--
		x.ended = append(x.ended, f)
	}
	return nil
}

// requester returns a new requester for a family.
func (x *Simulator) requester(f *callTree) *requester {
	o := Options{Call: f.root, ConnectTo: x.options.ConnectTo, Transport: x.options.Transport, Random: x.options.Random}
	if x.options.Tokens != nil {
		o.Token = x.options.Tokens(f.root.AccountSid)
	}
	return newRequester(o)
}

func (x *Simulator) asker(f *callTree, sid string) *asker {
	a, ok := f.askers[sid]
	if !ok {
		a = &asker{requester: x.requester(f)}
		if f.askers == nil {
			f.askers = map[string]*asker{}
		}
		f.askers[sid] = a
	}
	return a
}

// fetch makes a request concurrently with the calls; its answer arrives as a message.
func (x *Simulator) fetch(ctx context.Context, sid string, a *asker, f event.Fetch, inLine bool) {
	x.beginAsking()
	x.fetches.Go(func() {
		got, err := a.requester.fetch(ctx, f)
		if err != nil {
			got = event.Fetched{ID: f.ID, URL: f.URL, Problem: &event.Problem{Code: "11205", Message: err.Error()}} // the simulator closes
		}
		x.inbox.put(message{leg: sid, event: got, inLine: inLine, answer: true})
	})
}

// beginAsking counts a request in progress.
func (x *Simulator) beginAsking() {
	if x.asking++; x.asking == 1 && x.options.Virtual {
		x.tempo.set(x.now)
	}
}

// openSocket opens a WebSocket concurrently with the calls. Its requester is its own, because a
// requester makes one request at a time.
func (x *Simulator) openSocket(ctx context.Context, f *callTree, sid string, o event.OpenSocket) {
	x.beginAsking()
	client := x.requester(f).Client
	x.fetches.Go(func() {
		opened, conn, err := dialSocket(ctx, client, o)
		if err != nil {
			opened = event.SocketFailed{ID: o.ID, Code: "31900", Message: err.Error()} // the simulator closes
		}
		x.inbox.put(message{opened: conn, do: func(x *Simulator) {
			x.asking--
			f.asking--
			x.ended = append(x.ended, f)
			if conn != nil { // a leg that has ended in the meantime closes it
				x.sockets.take(sid, o.ID, conn)
			}
			x.after(0, sid, opened)
		}})
	})
}

// reported counts an answer, and sends the next request of the queue.
func (x *Simulator) reported(ctx context.Context, m message) {
	x.asking--
	f := x.families[m.leg]
	f.asking--
	x.ended = append(x.ended, f)
	if !m.inLine {
		return
	}
	a := f.askers[m.leg]
	if a.line = a.line[1:]; len(a.line) > 0 {
		x.fetch(ctx, m.leg, a, a.line[0], true)
	}
}

// forget deletes a call that has ended, with all calls that it dialed.
func (x *Simulator) forget(f *callTree) {
	for _, sid := range f.legs {
		delete(x.families, sid)
		delete(x.devices, sid)
		x.bridge.Forget(sid)
	}
	x.sweep()
}
