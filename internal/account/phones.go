package account

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// Phones are those that a local account can call. The zero value rings in virtual time, and lets a call reach no application.
type Phones struct {
	RealTime  bool
	Transport http.RoundTripper // to the applications; nil for none
}

func (p *Phones) options() []emulator.Option {
	options := []emulator.Option{emulator.WithCalls(live.Pace{Speed: 1, Virtual: !p.RealTime})}
	if p.Transport != nil {
		options = append(options, emulator.WithTransport(p.Transport))
	}
	return options
}

// claimCalls reserves the calls of the local account for this process: two switchboards would write each other's calls down.
func (a *Account) claimCalls() error {
	release, taken, err := store.Claim(a.options.Env.Folders.State, emulatorClaim)
	if err != nil {
		return err
	}
	if taken {
		return fault.With(errors.New("make local calls: another process uses the same state folder"), fault.Failed,
			"use it with --api-url http://127.0.0.1:4010 instead of --local, with the credentials that it printed; or use a separate state folder: TWVOICE_STATE_DIR=…")
	}
	a.close = append(a.close, release)
	return nil
}

// ring has calls go on until the function that it returns is called, which hangs up on all that are left.
func ring(ctx context.Context, twilio *emulator.Server) (hangUp func() error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // Ctrl-C asks for a call to be ended; that needs somebody to ask
	done := make(chan error, 1)
	go func() { done <- twilio.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}
