package serve

import (
	"context"

	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// rehearse makes one simulated call through the public URL, as Twilio would make it.
func (s *session) rehearse(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	watching := make(chan struct{})
	go func() { // a tunnel that is lost for good ends the call too
		defer close(watching)
		select {
		case err := <-s.failed:
			cancel(err)
		case <-ctx.Done():
		}
	}()
	err := phone.Converse(ctx, s.f, phone.Conversation{
		Lines: s.o.Lines, Source: s.source(), Local: s.f.Local, Served: true,
		Options: voicesim.Options{Call: s.simulated(s.public()), Token: s.token, ConnectTo: s.connect, Transport: s.door, Random: s.f.Env.Random},
	})
	if failed := context.Cause(ctx); failed != nil {
		err = failed
	}
	cancel(nil)
	<-watching
	return err
}

// Who calls in a simulated call, and whom where no number is pointed here.
const (
	stranger = "+14155550100"
	nowhere  = "+14155550111"
)

// simulated is a call to the number that comes in at a scheme and host of ours.
func (s *session) simulated(at string) event.Call {
	call := event.Call{From: stranger, To: nowhere, URL: s.withUser(at + s.o.Path), Method: s.o.Method}
	if s.account != nil {
		call.AccountSid = s.account.Sid()
	}
	if len(s.chosen) > 0 {
		n := s.chosen[0]
		call.To, call.FallbackURL, call.FallbackMethod = n.PhoneNumber, n.VoiceFallbackURL, n.VoiceFallbackMethod
	}
	return call
}

// source names the document at a URL; an application has none to name.
func (s *session) source() func(url string) string {
	if s.docs == nil {
		return nil
	}
	return s.docs.Source
}

// newDoor carries requests to the public URL: like Twilio it comes from outside, so that the proxy of the environment counts. No
// connection is kept: a probe on one that was would show nothing of a tunnel that was lost.
func newDoor(connect []client.ConnectTo) *client.Transport {
	return client.NewTransport(client.TransportOptions{ConnectTo: connect, SingleUse: true})
}
