package serve

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// rehearse makes one simulated call through the public URL, as Twilio would make it.
func (s *session) rehearse(ctx context.Context) error {
	call := voicesim.Call{From: "+14155550100", To: "+14155550111", URL: s.webhook(), Method: s.o.Method}
	if s.account != nil {
		call.AccountSid = s.account.Sid()
	}
	if len(s.chosen) > 0 {
		n := s.chosen[0]
		call.To, call.FallbackURL, call.FallbackMethod = n.PhoneNumber, n.VoiceFallbackURL, n.VoiceFallbackMethod
	}
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
	err := s.f.Converse(ctx, frame.Conversation{
		Lines: s.o.Lines, Source: s.docs.Source, Local: s.f.Local,
		Options: voicesim.Options{Call: call, Token: s.token, Transport: s.door, Random: s.f.Env.Random},
	})
	if failed := context.Cause(ctx); failed != nil {
		err = failed
	}
	cancel(nil)
	<-watching
	return err
}

// newDoor is a client for the public URL: like Twilio it comes from outside, so that the proxy of the environment counts.
func newDoor() *http.Transport {
	door := http.DefaultTransport.(*http.Transport).Clone()
	door.DisableKeepAlives = true // a probe on a kept connection would show nothing of a tunnel that was lost
	return door
}
