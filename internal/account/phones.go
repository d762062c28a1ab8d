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

// Phones configure the calls of a local account. The zero value runs them in virtual time without access to an
// application.
type Phones struct {
	RealTime  bool
	Transport http.RoundTripper // to the applications; nil: none
}

func (p *Phones) options() []emulator.Option {
	options := []emulator.Option{emulator.WithCalls(live.Pace{Speed: 1, Virtual: !p.RealTime})}
	if p.Transport != nil {
		options = append(options, emulator.WithTransport(p.Transport))
	}
	return options
}

// claimCalls reserves the calls of the local account for this process: two processes would overwrite each other's calls.
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

// keepCallsRunning runs calls until the returned function is called, which hangs up the remaining ones.
func keepCallsRunning(ctx context.Context, twilio *emulator.Server) (hangUp func() error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // after Ctrl-C, the command still ends its call through the emulator
	done := make(chan error, 1)
	go func() { done <- twilio.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}
