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

// Options describe a call. Call needs a URL, or a Document to begin with; everything else has a
// default. Run reads the options and does not change them. Callers and scripts are for one call.
type Options struct {
	Call   event.Call // the first call; a missing Sid is drawn from Random, a missing Began is now
	Caller Caller     // nil: [Silent]
	Also   []Incoming
	Phones func(event.Call) Phone // behavior of the phones that the application dials; nil: all are a [DefaultPhone]

	Token     string             // signs the requests; "" signs with the empty token
	SignAs    string             // scheme and host that signatures are made for, if the application has another public URL
	ConnectTo []client.ConnectTo // hosts that may be contacted in addition to the application's own and this machine
	Transport http.RoundTripper  // nil: a new [client.Transport]

	HangUpAfter time.Duration // time from the beginning of the call at which the caller hangs up; 0 for never
	IdleTimeout time.Duration // how long nothing may happen on an open WebSocket, in real time; 0 is [IdleTimeout]
	TimeLimit   time.Duration // of every call, from its answer; 0: four hours, Twilio's limit (https://www.twilio.com/docs/voice/api/call-resource)
	Updates     []Update      // by the REST API

	// Orders returns the changes that the REST API requested for the calls since its last call, nil
	// for none. It is called after every answer of the application, on Run's goroutine. The changes
	// happen immediately, whatever their At. Orders may be nil.
	Orders func() []Update
	// Steer returns further events of the calls, nil for none. It is for a program that watches
	// them through Observe, Phones and Caller. It is called after everything that happens, on Run's
	// goroutine, and what it returns happens at its At, or now if that has passed. Steer may be
	// nil.
	Steer func() []Update
	// Random is the source of SIDs and tokens; nil is the system's. It is read on Run's goroutine.
	Random io.Reader
	// Jar stores the cookies of [Fetch] and [FetchFirst]; nil starts without cookies. Run uses a separate
	// jar for each leg.
	Jar http.CookieJar
	// RealTime runs the call in real time, for a person who listens. Otherwise time is virtual, and
	// waiting takes no time.
	RealTime bool
	// Input receives what the person at the first phone does: [event.Pressed], [event.Spoke],
	// [event.HungUp]. It needs RealTime. The call does not wait for it, and continues after it is
	// closed.
	Input <-chan event.Event
	// Observe, if not nil, gets every entry as it happens. Like Phones and each [Caller], it is
	// called on Run's goroutine, one call after the other; while it blocks, the calls do not
	// continue. It may keep the entry, and must not change it.
	Observe func(event.Entry)
}

// Update is something that happens to a leg, as with [Simulator.Send]: the REST API changes it
// ([event.Updated]), or its phone does something ([event.Pressed], [event.Spoke], [event.HungUp]).
// An update after the end of all calls has no effect.
type Update struct {
	At    time.Duration // since the first call began; negative means 0
	Leg   string        // its Sid, or its name in an [event.Entry]; "" is the first call, and an unknown leg becomes an [event.Note] there
	Event event.Event   // nil: the person at the phone is asked for an input, without an event
}

// Result is how a call ended. The zero Result is that of a call that could not begin.
type Result struct {
	CallSid  string
	From, To string
	Status   event.Status
	EndedBy  event.Party
	Duration time.Duration // from answer to end, 0 for a call that was never answered
	Legs     []LegResult   // in the order in which they began; the first is the call itself
}

// LegResult is how a leg ended.
type LegResult struct {
	Sid, Name string
	From, To  string
	End       event.End
}

// Run makes a call and returns when the call and all calls that it dialed have ended. It leaves no
// goroutine running, and can run concurrently with other options. The error is ctx's own, or says
// that the call could not begin; failures within the call are part of the call.
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
	transport, done := transportFor(o.Transport, o.ConnectTo)
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

// transportFor returns the given transport, or a new one for these calls, and a function that closes it.
func transportFor(given http.RoundTripper, connect []client.ConnectTo) (http.RoundTripper, func()) {
	if given != nil {
		return given, func() {}
	}
	own := client.NewTransport(client.TransportOptions{ConnectTo: connect})
	return own, own.CloseIdleConnections
}
