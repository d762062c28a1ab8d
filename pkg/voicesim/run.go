package voicesim

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Options say who calls what. Call needs a URL, or a Document to begin with; everything else has a default. Run reads the options
// and changes nothing in them. Callers and scripts are for one call.
type Options struct {
	Call   event.Call // the first call; a missing Sid is drawn from Random, a missing Began is the present
	Caller Caller     // who makes it; nil: [Silent]
	Also   []Incoming
	Phones func(event.Call) Phone // how the phones behave that the application dials; nil: all are a [DefaultPhone]

	Token     string             // signs the requests; "" signs with the empty token
	SignAs    string             // scheme and host that signatures are made for, where the application is known by another URL
	ConnectTo []client.ConnectTo // hosts that may be contacted as well as the application's own and this machine
	Transport http.RoundTripper  // nil: a [client.Transport] of the call's own

	HangUpAfter time.Duration // the caller hangs up then, counted from the beginning of the call; 0 for never
	TimeLimit   time.Duration // of every call, from its answer; 0: four hours, Twilio's own (https://www.twilio.com/docs/voice/api/call-resource)
	Updates     []Update      // by the REST API

	// Orders returns what the REST API has been asked to do with the calls since Orders was last called, nil for nothing. It is
	// called after every answer of the application, on Run's goroutine; what it returns happens then, whatever its At. Nil: nobody
	// asks for anything.
	Orders func() []Update
	// Steer returns what else happens to the calls, nil for nothing. It is for a program that watches them through Observe, Phones
	// and Caller: it is called after everything that happens, on Run's goroutine, and what it returns happens at its At, or now
	// where that is over. Nil: nothing else happens.
	Steer func() []Update
	// Random gives SIDs and tokens; nil is the system's. It is read on Run's goroutine.
	Random io.Reader
	// Jar has the cookies that [Ask] and [Visit] send, and takes those that they get; nil: there were none before. Run has a jar
	// for each leg.
	Jar http.CookieJar
	// RealTime runs the call in real time, for a person who listens. Otherwise time is virtual, and waiting takes no time.
	RealTime bool
	// Input is what the person at the first phone does, as it is done: [event.Pressed], [event.Spoke], [event.HungUp]. It needs RealTime.
	// The call does not wait for it, and continues when it is closed.
	Input <-chan event.Event
	// Observe, if not nil, gets every entry as it happens. Like Phones and each [Caller] it is called on Run's goroutine, one
	// call after the other: while it blocks, the calls stand still. It may keep the entry, and must not change it.
	Observe func(event.Entry)
}

// Update tells a leg what happens to it, as [Simulator.Tell] does: the REST API changes it ([event.Updated]), or its phone does something
// ([event.Pressed], [event.Spoke], [event.HungUp]). One that comes when all calls have ended is not made.
type Update struct {
	At    time.Duration // since the first call began; a negative time is 0
	Leg   string        // its Sid, or its name in an [event.Entry]; "" is the first call, and one that does not exist is a [event.Note] there
	Event event.Event   // nil: the one who holds the phone is asked for a move, without anything having happened
}

// Result is how a call ended. The zero Result is that of a call which could not begin.
type Result struct {
	CallSid  string
	From, To string
	Status   event.Status
	EndedBy  event.Party
	Duration time.Duration // from answer to end, 0 for a call that was never answered
	Legs     []LegResult   // all of them, in the order in which they began; the first is the call itself
}

// LegResult is how a leg ended.
type LegResult struct {
	Sid, Name string
	From, To  string
	End       event.End
}

// Run makes a call and returns when the call and all that it dialed have ended. It starts no goroutine that outlives it, and several may run at
// once with options of their own. The error is ctx's own, or says that the call could not begin; what goes wrong within the call
// is part of the call.
func Run(ctx context.Context, o Options) (Result, error) {
	if o.Call.URL == "" && o.Call.Document == nil {
		return Result{}, errors.New("no URL or document to call was given")
	}
	if o.Call.Sid == "" {
		o.Call.Sid = webhook.NewSID("CA", o.Random)
	}
	if o.Call.Began.IsZero() {
		o.Call.Began = time.Now()
	}
	transport, done := carrier(o.Transport, o.ConnectTo)
	defer done()
	o.Transport = transport
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

// carrier is the transport that was given, or else one for these calls alone, and what is to be done when they are over.
func carrier(given http.RoundTripper, connect []client.ConnectTo) (http.RoundTripper, func()) {
	if given != nil {
		return given, func() {}
	}
	own := client.NewTransport(client.TransportOptions{ConnectTo: connect})
	return own, own.CloseIdleConnections
}
