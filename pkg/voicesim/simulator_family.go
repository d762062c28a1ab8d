package voicesim

import (
	"context"
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// family is a call with all that it dialled. It is kept until every leg has ended and the last answer has come.
type family struct {
	root   event.Call
	legs   []string
	askers map[string]*asker // by leg
	alive  int               // legs that have not ended
	asking int               // requests under way, or in a line
}

func (f *family) over() bool { return f.alive == 0 && f.asking == 0 }

// asker makes the requests of one leg. What the application is only told waits in a line, so that it is told in order. A document
// is requested at once, unless the action of a verb that was cut short is still to be told.
type asker struct {
	*requester
	line []event.Fetch // the first one is under way
}

func (a *asker) telling(purpose event.Purpose) bool {
	return slices.ContainsFunc(a.line, func(f event.Fetch) bool { return f.Purpose == purpose })
}

// outside asks the application without waiting for it, and keeps count of the legs.
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
	case event.Dial:
		f.legs, f.alive = append(f.legs, action.Call.Sid), f.alive+1
		x.families[action.Call.Sid] = f
	case event.End:
		f.alive--
		x.ended = append(x.ended, f)
	}
	return nil
}

func (x *Simulator) asker(f *family, sid string) *asker {
	a, ok := f.askers[sid]
	if !ok {
		o := Options{Call: f.root, ConnectTo: x.options.ConnectTo, Transport: x.options.Transport, Random: x.options.Random}
		if x.options.Tokens != nil {
			o.Token = x.options.Tokens(f.root.AccountSid)
		}
		a = &asker{requester: newRequester(o)}
		if f.askers == nil {
			f.askers = map[string]*asker{}
		}
		f.askers[sid] = a
	}
	return a
}

// fetch makes a request beside the calls; its answer is a message.
func (x *Simulator) fetch(ctx context.Context, sid string, a *asker, f event.Fetch, inLine bool) {
	if x.asking++; x.asking == 1 && x.options.Virtual {
		x.tempo.set(x.now)
	}
	x.fetches.Go(func() {
		got, err := a.requester.fetch(ctx, f)
		if err != nil {
			got = event.Fetched{ID: f.ID, URL: f.URL, Problem: &event.Problem{Code: "11205", Message: err.Error()}} // the simulator closes
		}
		x.inbox.put(message{leg: sid, event: got, inLine: inLine, answer: true})
	})
}

// reported counts an answer, and has the next one of the line sent.
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

// forget drops a call that is over, with all that it dialled.
func (x *Simulator) forget(f *family) {
	for _, sid := range f.legs {
		delete(x.families, sid)
		delete(x.devices, sid)
		x.bridge.Forget(sid)
	}
	x.sweep()
}
