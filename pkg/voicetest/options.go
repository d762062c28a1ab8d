package voicetest

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// AuthToken signs the requests of a call or message, unless [Token] sets another. Give it to an
// application that validates signatures.
const AuthToken = "0123456789abcdef0123456789abcdef"

// AccountSid is the account of all calls and messages.
const AccountSid = "AC00000000000000000000000000000000"

// Option changes a property of a call or a message from its default.
type Option func(*options)

type options struct {
	t       testing.TB
	sim     voicesim.Options
	media   []string
	expects expects
	onlyFor []restriction
}

// restriction is an option that works only for calls, or only for messages.
type restriction struct{ option, what string }

const (
	calls    = "a call"
	outbound = "an outbound call"
	messages = "a message"
)

// From sets the caller or sender: a number, for a call also "client:name", "sip:user@host" or
// "anonymous", for a message also a short code or an address such as "whatsapp:+14155550100". The
// default is +14155550100, and +14155550111 for [Outbound].
func From(caller string) Option { return func(o *options) { o.sim.Call.From = caller } }

// To sets the called number, or the recipient of a message. The default is +14155550111, and
// +14155550100 for [Outbound].
func To(number string) Option { return func(o *options) { o.sim.Call.To = number } }

// URL sets the number's VoiceUrl or SmsUrl, or the Url of an outbound call. The default is
// http://app.example/voice for calls and http://app.example/sms for messages. The application sees
// its host, and signatures are made for it.
func URL(webhook string) Option { return func(o *options) { o.sim.Call.URL = webhook } }

// Fallback sets the number's VoiceFallbackUrl or SmsFallbackUrl. There is no default.
func Fallback(webhook string) Option { return func(o *options) { o.sim.Call.FallbackURL = webhook } }

// StatusCallback sets the number's StatusCallback, or that of an outbound call with its StatusCallbackEvent: initiated,
// ringing, answered, completed. There is no default URL; the default event is completed.
func StatusCallback(url string, events ...string) Option {
	return func(o *options) {
		o.only(calls, "StatusCallback")
		o.sim.Call.Status = event.Hook{URL: url, Events: events}
	}
}

// Param adds a parameter to every request. It overrides Twilio's parameter with that name.
func Param(name, value string) Option {
	return func(o *options) { o.sim.Call.Params.Add(name, value) }
}

// Token sets the auth token that signs the requests. The default is [AuthToken].
func Token(token string) Option { return func(o *options) { o.sim.Token = token } }

// TimeLimit sets how long the call may last. The default is four hours, Twilio's limit.
func TimeLimit(limit time.Duration) Option {
	return func(o *options) {
		o.only(calls, "TimeLimit")
		o.sim.TimeLimit = limit
	}
}

// Twiml sets the first document of an outbound call, in place of a URL.
func Twiml(document string) Option {
	return func(o *options) {
		o.t.Helper()
		o.only(outbound, "Twiml")
		o.sim.Call.Document = parsed(o.t, document)
	}
}

// Timeout sets how long the phone of an outbound call rings. The default is a minute.
func Timeout(ringing time.Duration) Option {
	return func(o *options) {
		o.only(outbound, "Timeout")
		o.sim.Call.Timeout = ringing
	}
}

// SendDigits sets the keys that are pressed as soon as the phone of an outbound call is answered.
func SendDigits(digits string) Option {
	return func(o *options) {
		o.only(outbound, "SendDigits")
		o.sim.Call.SendDigits = digits
	}
}

// MachineDetection sets the detection of an outbound call: "Enable" or "DetectMessageEnd". The
// document is requested when the result is known, with AnsweredBy.
func MachineDetection(mode string) Option {
	return func(o *options) {
		o.only(outbound, "MachineDetection")
		o.sim.Call.Detection.Mode = mode
	}
}

// AsyncAmd sends the result of [MachineDetection] to this AsyncAmdStatusCallback, while the call
// continues.
func AsyncAmd(callback string) Option {
	return func(o *options) {
		o.only(outbound, "AsyncAmd")
		o.sim.Call.Detection.Hook = event.Hook{URL: callback}
	}
}

// Another adds another caller at a time after the first call, who meets the caller in the
// application's queues and conferences. The URL answers that call; "" is the URL of the first call.
func Another(at time.Duration, from, url string, behaves ...Behavior) Option {
	return func(o *options) {
		o.only(calls, "Another")
		h := newBehavior(o.t, behaves)
		o.sim.Also = append(o.sim.Also, voicesim.Incoming{
			At: at, Call: event.Call{From: from, URL: url}, Caller: h.script, HangUpAfter: max(h.HangUpAfter, 0),
		})
	}
}

// Media adds the URLs of pictures and other files to a message.
func Media(urls ...string) Option {
	return func(o *options) {
		o.only(messages, "Media")
		o.media = append(o.media, urls...)
	}
}

// Expect sets Twilio's codes of the errors that the test provokes. Any other error-level alert
// fails the test, and so does an expected one that does not occur.
func Expect(codes ...string) Option {
	return func(o *options) {
		for _, code := range codes {
			o.expects[code] = false
		}
	}
}

func (o *options) only(what, option string) { o.onlyFor = append(o.onlyFor, restriction{option, what}) }

// parsed parses the document of a test.
func parsed(t testing.TB, document string) *twiml.Document {
	t.Helper()
	doc, err := twiml.Parse([]byte(document))
	if err != nil {
		t.Fatalf("voicetest: invalid TwiML in the test: %v", err)
	}
	return doc
}
