package session

import (
	"context"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// rehearse makes one simulated call through the public URL, as Twilio would make it.
func (s *Session) rehearse(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	watching := make(chan struct{})
	go func() { // a tunnel that is lost permanently ends the call too
		defer close(watching)
		select {
		case err := <-s.failed:
			cancel(err)
		case <-ctx.Done():
		}
	}()
	r := Rehearsal{Call: voicesim.Options{
		Call: s.simulated(s.public()), Token: s.token, ConnectTo: s.o.ConnectTo, IdleTimeout: s.o.IdleTimeout, Transport: s.publicClient, Random: s.o.Env.Random,
	}}
	if s.docs != nil {
		r.Source = s.docs.Source
	}
	err := s.o.Rehearse(ctx, r)
	if failed := context.Cause(ctx); failed != nil {
		err = failed
	}
	cancel(nil)
	<-watching
	return err
}

// Who calls in a simulated call, and whom where no number is pointed here.
const (
	defaultCaller = "+14155550100"
	defaultCallee = "+14155550111"
)

// simulated is a call to the number, received at a scheme and host of this session.
func (s *Session) simulated(at string) event.Call {
	call := event.Call{From: defaultCaller, To: defaultCallee, URL: s.withUser(at + s.o.Path), Method: s.o.Method}
	if s.account != nil {
		call.AccountSid = s.account.Sid()
	}
	if len(s.chosen) > 0 {
		n := s.chosen[0]
		call.To, call.FallbackURL, call.FallbackMethod = n.PhoneNumber, n.VoiceFallbackURL, n.VoiceFallbackMethod
	}
	return call
}
