package voicetest

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// AuthToken signs the requests of a call, unless [Token] says otherwise; an application that validates signatures is given it.
const AuthToken = "0123456789abcdef0123456789abcdef"

// Option is something about a call that differs from the usual.
type Option func(*options)

type options struct {
	t       testing.TB
	sim     voicesim.Options
	expects map[string]bool // codes of errors that the test provokes
}

// From is who calls: a number in E.164, "client:name" or "sip:user@host". The default is +14155550100.
func From(caller string) Option { return func(o *options) { o.sim.Call.From = caller } }

// To is the number that is called. The default is +14155550111.
func To(number string) Option { return func(o *options) { o.sim.Call.To = number } }

// URL is the number's VoiceUrl. The default is http://app.example/voice; its host is what the application sees, and what
// signatures are made for.
func URL(voice string) Option { return func(o *options) { o.sim.Call.URL = voice } }

// Fallback is the number's VoiceFallbackUrl. The default is none.
func Fallback(voice string) Option { return func(o *options) { o.sim.Call.FallbackURL = voice } }

// StatusCallback is the number's StatusCallback. The default is none.
func StatusCallback(url string) Option {
	return func(o *options) { o.sim.Call.Status = voicesim.Hook{URL: url} }
}

// Param adds a parameter to every request, and wins over Twilio's own of that name.
func Param(name, value string) Option {
	return func(o *options) { o.sim.Call.Params.Add(name, value) }
}

// Token is the auth token that signs the requests. The default is [AuthToken].
func Token(token string) Option { return func(o *options) { o.sim.Token = token } }

// TimeLimit is how long the call may last. The default is four hours, Twilio's own.
func TimeLimit(limit time.Duration) Option { return func(o *options) { o.sim.TimeLimit = limit } }

// Another is somebody else who calls at that time, and meets the caller in the application's queues and conferences. The URL
// is where that call is answered, "" for the caller's own.
func Another(at time.Duration, from, url string, behaves ...Behaviour) Option {
	return func(o *options) {
		p := behaving(o.t, behaves, 0).Phone
		o.sim.Also = append(o.sim.Also, voicesim.Incoming{
			At: at, Call: voicesim.Call{From: from, URL: url}, Caller: p.Caller, HangUpAfter: p.HangUpAfter,
		})
	}
}

// Expect names Twilio's codes of errors that the test provokes; any other error-level alert fails the test.
func Expect(codes ...string) Option {
	return func(o *options) {
		for _, code := range codes {
			o.expects[code] = false
		}
	}
}

// Call is a call that is being made. It is for the goroutine of its test.
type Call struct {
	t       testing.TB
	expects map[string]bool // codes, and whether each has come
	app     *survivor
	phones  []*phone // those of the steps

	moments chan moment   // the call stops at each until it has an answer
	answers chan answer   // to the moment that it stopped at
	done    chan struct{} // closed when the call is over
	result  voicesim.Result
	failure error // why the call could not be made

	now     moment // where the call has stopped
	stopped bool   // the call waits for an answer to now
	over    bool
	checked bool
	met     int     // what the steps have used up of what was heard
	rest    *string // of the thing that was heard at met, what is left; nil for all of it
	acted   int     // what the application had done when the caller did something last

	record record
}

// Dial calls an application. It returns before the first word is said; the test's steps let the call go on, and the end of
// the test ends it.
func Dial(t testing.TB, app http.Handler, opts ...Option) *Call {
	t.Helper()
	o := options{t: t, expects: map[string]bool{}, sim: voicesim.Options{
		Call: voicesim.Call{
			AccountSid: "AC00000000000000000000000000000000", From: "+14155550100", To: "+14155550111",
			URL: "http://app.example/voice", Params: url.Values{},
		},
		Token: AuthToken,
	}}
	for _, opt := range opts {
		opt(&o)
	}
	o.check()
	guarded := &survivor{app: app}
	o.sim.Transport = voicesim.InMemory(guarded)
	c := &Call{
		t: t, expects: o.expects, app: guarded,
		moments: make(chan moment), answers: make(chan answer), done: make(chan struct{}),
	}
	o.sim.Caller, o.sim.Phones, o.sim.Observe = person{c}, c.dialled, c.record.observe
	go func() {
		defer close(c.done)
		c.result, c.failure = voicesim.Run(context.Background(), o.sim) // it ends, or leave ends it
	}()
	t.Cleanup(c.leave)
	return c
}
