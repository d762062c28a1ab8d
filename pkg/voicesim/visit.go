package voicesim

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Ask makes one request as the call of the options would make it: signed, with Twilio's headers and patience, over redirects and
// retries. It judges the answer, and runs nothing of it. f's URL is absolute; its Method "" is POST. Of the options Call, Token,
// SignAs, ConnectTo, Transport, Random and Jar count. The error is ctx's own, or says that no request can be made.
func Ask(ctx context.Context, o Options, f event.Fetch) (event.Fetched, error) {
	f.Method = event.Method(f.Method)
	transport, done := carrier(o.Transport, o.ConnectTo)
	defer done()
	o.Transport = transport
	return newRequester(o).fetch(ctx, f)
}

// Visit makes the first request of a call that comes in, as [Run] would make it, signed and with all that Twilio sends, and judges the
// answer. Of the options Call, Token, SignAs, ConnectTo, Transport, Random and Jar count. Nothing of the answer is run, and there is no call: an
// application is told of a call whose end is never reported. The error is ctx's own, or says that no request can be made.
func Visit(ctx context.Context, o Options) (event.Fetched, error) {
	if o.Call.URL == "" {
		return event.Fetched{}, errors.New("no URL to request was given")
	}
	if o.Call.Sid == "" {
		o.Call.Sid = webhook.NewSID("CA", o.Random)
	}
	if o.Call.Began.IsZero() {
		o.Call.Began = time.Now()
	}
	o.Call.Direction = event.Inbound
	var m leg.Machine
	for _, action := range m.Step(0, event.Rang{Call: o.Call}) {
		if f, ok := action.(event.Fetch); ok && f.Purpose == event.PurposeVoice {
			return Ask(ctx, o, f)
		}
	}
	return event.Fetched{}, errors.New("the call makes no request") // a bug: a call with a URL asks for it
}
