package voicesim

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Fetch makes one request as a call with these options would: signed, with Twilio's headers and
// timeouts, following redirects and retrying. It evaluates the answer, and does not run it. f's URL
// is absolute; its Method "" is POST. It uses the options Call, Token, SignAs, ConnectTo,
// Transport, Random and Jar. The error is ctx's own, or says that no request can be made.
func Fetch(ctx context.Context, o Options, f event.Fetch) (event.Fetched, error) {
	f.Method = event.Method(f.Method)
	transport, done := transportFor(o.Transport, o.ConnectTo)
	defer done()
	o.Transport = transport
	return newRequester(o).fetch(ctx, f)
}

// FetchFirst makes the first request of an incoming call as [Run] would, signed and with all of Twilio's
// parameters, and evaluates the answer. It uses the options Call, Token, SignAs, ConnectTo,
// Transport, Random and Jar. It does not run the answer, and no call exists: the application never
// gets the end of this call. The error is ctx's own, or says that no request can be made.
func FetchFirst(ctx context.Context, o Options) (event.Fetched, error) {
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
			return Fetch(ctx, o, f)
		}
	}
	return event.Fetched{}, errors.New("the call makes no request") // a bug: a call with a URL requests it
}
