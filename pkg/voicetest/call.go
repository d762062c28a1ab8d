package voicetest

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Call is a call in progress, seen from the caller; for an [Outbound] call, from the callee. Its
// methods must be called on the goroutine of its test.
type Call struct {
	party
	t       testing.TB
	expects expects
	app     *panicCatcher
	phones  []*Phone // described by the steps
	base    *url.URL // URL of the application

	moments chan moment   // the call stops at each until it gets an answer
	answers chan answer   // to the moment at which it stopped
	done    chan struct{} // closed when the call ends
	result  voicesim.Result
	failure error // why the call could not be made

	now     moment        // at which the call has stopped
	at      time.Duration // virtual time since the call began
	steered []voicesim.Update
	stopped bool // the call waits for an answer to now
	over    bool
	checked bool

	requested, calledBack, sent int // how much of requests, callbacks and the transcript the steps have consumed

	record history
}

// Dial calls an application, as a caller who dials its number. It returns after the application was
// requested for its first document, before the first word is said. The test's steps let the call
// continue, and the end of the test ends it.
func Dial(t testing.TB, app http.Handler, opts ...Option) *Call {
	t.Helper()
	o := defaultOptions(t)
	o.sim.Call.From, o.sim.Call.To, o.sim.Call.URL = "+14155550100", "+14155550111", "http://app.example/voice"
	o.apply(opts)
	o.check(calls)
	return begin(o, app, "the caller")
}

// Outbound makes an application call a phone, as calls.create of Twilio's REST API does: it is requested for its document
// when the phone is answered. That is after a second, unless the first step is [Call.Answers] or [Call.Rejects] and says
// otherwise. The steps of the Call are those of the callee, whose leg is "caller" in transcripts.
//
//	call := voicetest.Outbound(t, app, voicetest.To("+15105550100"), voicetest.URL("http://app.example/reminder"))
//	call.Hears("Your appointment is tomorrow")
func Outbound(t testing.TB, app http.Handler, opts ...Option) *Call {
	t.Helper()
	o := defaultOptions(t)
	o.sim.Call.From, o.sim.Call.To, o.sim.Call.URL = "+14155550111", "+14155550100", "http://app.example/voice"
	o.sim.Call.Direction = event.OutboundAPI
	o.apply(opts)
	o.check(calls, outbound)
	return begin(o, app, "the callee")
}

// defaultOptions returns the default options.
func defaultOptions(t testing.TB) *options {
	return &options{t: t, expects: expects{}, sim: voicesim.Options{
		Call:  event.Call{Sid: webhook.NewSID("CA", nil), AccountSid: AccountSid, Params: url.Values{}},
		Token: AuthToken, IdleTimeout: defaultIdleTimeout,
	}}
}

func (o *options) apply(opts []Option) {
	o.t.Helper()
	for _, opt := range opts {
		opt(o)
	}
}

func begin(o *options, app http.Handler, who string) *Call {
	guarded := &panicCatcher{app: app}
	o.sim.Transport = voicesim.InMemory(guarded)
	base, _ := url.Parse(o.sim.Call.URL) // it was checked before
	c := &Call{
		t: o.t, expects: o.expects, app: guarded, base: base,
		moments: make(chan moment), answers: make(chan answer), done: make(chan struct{}),
	}
	c.party = party{call: c, sid: o.sim.Call.Sid, name: who, leg: c.record.leg(o.sim.Call.Sid)}
	c.record.call = transcript.Call{CallSid: c.sid, From: o.sim.Call.From, To: o.sim.Call.To}
	if o.sim.Call.Document != nil {
		o.sim.Call.URL = ""
	}
	o.sim.Caller, o.sim.Phones, o.sim.Observe, o.sim.Steer = phoneHolder{&c.party}, c.dialed, c.observe, c.steer
	go func() {
		defer close(c.done)
		c.result, c.failure = voicesim.Run(context.Background(), o.sim) // it ends, or leave ends it
	}()
	o.t.Cleanup(c.leave)
	c.next(answer{}) // from here on, only one of the call and the test runs at a time
	return c
}
