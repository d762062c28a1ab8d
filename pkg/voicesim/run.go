package voicesim

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Entry is one thing that happened in a call, and what the call did about it.
type Entry struct {
	At      time.Duration // since the call began
	Event   Event
	Actions []Action
}

// Options say who calls what. URL is needed; everything else has a default.
type Options struct {
	Call Call // a missing Sid is drawn from Random

	Token     string            // signs the requests
	Transport http.RoundTripper // nil: http.DefaultTransport
	Caller    Caller            // nil: Silent

	HangUpAfter time.Duration // the caller hangs up then, 0 for never
	TimeLimit   time.Duration // 0: four hours, Twilio's own (https://www.twilio.com/docs/voice/api/call-resource)

	// Random gives SIDs and tokens; nil is the system's.
	Random io.Reader
	// Sleep waits in real time, for a person who listens; nil is virtual time, in which waiting costs nothing.
	Sleep func(context.Context, time.Duration) error
	// Observe gets every entry as it happens; nil is nobody.
	Observe func(Entry)
}

// Result is how a call ended.
type Result struct {
	CallSid  string
	From, To string
	Status   Status
	EndedBy  Party
	Duration time.Duration // from answer to end, 0 for a call that was never answered
}

// Run makes a call and stays until it is over. The error is ctx's own, or says that the call could not begin;
// what goes wrong within the call is part of the call.
func Run(ctx context.Context, o Options) (Result, error) {
	if o.Call.URL == "" {
		return Result{}, errors.New("there is no URL to call")
	}
	r := &runner{options: o, caller: o.Caller}
	if r.caller == nil {
		r.caller = Silent{}
	}
	if r.options.Call.Sid == "" {
		r.options.Call.Sid = webhook.NewSID("CA", o.Random)
	}
	r.http = newClient(o)
	return r.run(ctx)
}

// runner is a discrete-event loop: take the earliest cue, step, perform.
type runner struct {
	options Options
	machine Machine
	caller  Caller
	http    *client

	now      time.Duration
	answered time.Duration // -1 before
	cues     cues
	order    int
	moving   bool // a move of the caller is still to come
	end      End
}

func (r *runner) run(ctx context.Context) (Result, error) {
	call := r.options.Call
	r.answered = -1
	r.cue(0, Rang{Call: call})
	if after := r.options.HangUpAfter; after > 0 {
		r.cue(after, HungUp{})
	}
	for !r.machine.Over() {
		if r.cues.Len() == 0 {
			panic("voicesim: the call waits for nothing")
		}
		next := heap.Pop(&r.cues).(cue)
		if err := r.until(ctx, next.at); err != nil {
			return Result{}, err
		}
		if err := r.step(ctx, next); err != nil {
			return Result{}, err
		}
	}
	result := Result{CallSid: call.Sid, From: call.From, To: call.To, Status: r.end.Status, EndedBy: r.end.By}
	if r.answered >= 0 {
		result.Duration = r.now - r.answered
	}
	return result, nil
}

// until lets the time pass.
func (r *runner) until(ctx context.Context, at time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.options.Sleep != nil && at > r.now {
		if err := r.options.Sleep(ctx, at-r.now); err != nil {
			return err
		}
	}
	r.now = at
	return nil
}

func (r *runner) step(ctx context.Context, next cue) error {
	actions := r.machine.Step(next.event)
	if _, waited := next.event.(Elapsed); !waited || len(actions) > 0 {
		r.observe(Entry{At: r.now, Event: next.event, Actions: actions})
	}
	for _, action := range actions {
		if err := r.perform(ctx, action); err != nil {
			return err
		}
	}
	if next.mine {
		r.moving = false
	}
	if r.moving || r.machine.Over() {
		return nil
	}
	if move, ok := r.caller.Move(Moment{At: r.now, Ear: r.machine.Ear(), Heard: actions}); ok {
		r.moving = true
		r.push(cue{at: r.now + move.After, event: move.Event, mine: true})
	}
	return nil
}

func (r *runner) perform(ctx context.Context, action Action) error {
	switch action := action.(type) {
	case Fetch:
		got, err := r.http.fetch(ctx, action)
		if err != nil {
			return err
		}
		r.cue(0, got)
	case Wait:
		r.cue(action.For, Elapsed{ID: action.ID})
	case Answer:
		r.answered = r.now
		limit := cmp.Or(r.options.TimeLimit, 4*time.Hour)
		r.cue(limit, Expired{Limit: limit})
	case End:
		r.end = action
	case Say, Play, Pause, Unheard, Warn: // for whoever observes
	default:
		panic(fmt.Sprintf("voicesim: unknown action %T", action))
	}
	return nil
}

func (r *runner) observe(e Entry) {
	if r.options.Observe != nil {
		r.options.Observe(e)
	}
}

func (r *runner) cue(after time.Duration, ev Event) { r.push(cue{at: r.now + after, event: ev}) }

func (r *runner) push(c cue) {
	r.order++
	c.order = r.order
	heap.Push(&r.cues, c)
}

// cue is an event that is still to come.
type cue struct {
	at    time.Duration
	order int // of two at the same time, the one that was planned first comes first
	event Event
	mine  bool // a move of the caller
}

// cues is a heap of them, the earliest first.
type cues []cue

func (c cues) Len() int { return len(c) }

func (c cues) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(c[i].at, c[j].at), cmp.Compare(c[i].order, c[j].order)) < 0
}

func (c cues) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *cues) Push(x any)   { *c = append(*c, x.(cue)) }

func (c *cues) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}
