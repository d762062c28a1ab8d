package voicesim

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Options say who calls what. Call.URL is needed; everything else has a default.
type Options struct {
	Call   Call   // the first call; a missing Sid is drawn from Random, a missing Began is the present
	Caller Caller // who makes it; nil: [Silent]
	Also   []Incoming
	Phones func(Call) Phone // how the phones behave that the application dials; nil: all are a [Stranger]

	Token     string            // signs the requests
	SignAs    string            // scheme and host that signatures are made for, where the application is known by another URL
	Transport http.RoundTripper // nil: http.DefaultTransport

	HangUpAfter time.Duration // the caller hangs up then, 0 for never
	TimeLimit   time.Duration // 0: four hours, Twilio's own (https://www.twilio.com/docs/voice/api/call-resource)
	Updates     []Update      // by the REST API

	// Random gives SIDs and tokens; nil is the system's.
	Random io.Reader
	// RealTime takes as long as a call takes, for a person who listens; else time is virtual, and waiting costs nothing.
	RealTime bool
	// Input is what the person at the first phone does, as it is done: [Pressed], [Spoke], [HungUp]. It needs RealTime.
	// The call does not wait for it, and goes on when it is closed.
	Input <-chan Event
	// Observe gets every entry as it happens; nil is nobody.
	Observe func(Entry)
}

// Incoming is another call to the same application, which meets the first one in its queues and conferences.
type Incoming struct {
	At          time.Duration // after the first call
	Call        Call          // what is missing is that of the first call, but for From and Sid
	Caller      Caller
	HangUpAfter time.Duration // 0 for never
}

// Update changes a call that runs, as the REST API does.
type Update struct {
	At    time.Duration
	Leg   string // its Sid, or its name in an [Entry]
	Event Updated
}

// Result is how a call ended.
type Result struct {
	CallSid  string
	From, To string
	Status   Status
	EndedBy  Party
	Duration time.Duration // from answer to end, 0 for a call that was never answered
	Legs     []LegResult   // all of them, in the order in which they began; the first is the call itself
}

// LegResult is how a leg ended.
type LegResult struct {
	Sid, Name string
	From, To  string
	End       End
}

// Run makes a call and stays until all that belongs to it is over. The error is ctx's own, or says that the call could not
// begin; what goes wrong within the call is part of the call.
func Run(ctx context.Context, o Options) (Result, error) {
	if o.Call.URL == "" {
		return Result{}, errors.New("there is no URL to call")
	}
	if o.Call.Sid == "" {
		o.Call.Sid = webhook.NewSID("CA", o.Random)
	}
	if o.Call.Began.IsZero() {
		o.Call.Began = time.Now()
	}
	r := newRunner(o)
	if err := r.run(ctx); err != nil {
		return Result{}, err
	}
	first := r.results[0]
	return Result{
		CallSid: first.Sid, From: first.From, To: first.To,
		Status: first.End.Status, EndedBy: first.End.By, Duration: first.End.Duration, Legs: r.results,
	}, nil
}
