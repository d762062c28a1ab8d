// Package phone makes one simulated call and shows it as it happens, with a script or a person at the terminal as the caller.
package phone

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// errInterrupted is why a call ends whose person pressed Ctrl-C.
var errInterrupted = errors.New("interrupted")

// deaf is how much may be typed while the application thinks. What comes on top is lost, as with a person who talks on.
const deaf = 256

// Present reports whether a person at the terminal can be the caller: input and output are a terminal, in a format for people.
func Present(f *cmdutil.Factory) bool {
	return f.Env.In.Is && f.Env.Out.Is && !f.Output().Machine()
}

// handset is a terminal in the hand of a person.
type handset interface {
	Print(line string)
	Close() error
}

var _, _ handset = (*term.Phone)(nil), (*term.LinePhone)(nil)

// takeTerminal takes the terminal over as far as the terminal lets itself be taken over.
func takeTerminal(f *cmdutil.Factory, paint term.Paint, typed func(term.Typing)) (handset, error) {
	if f.Env.Getenv("TERM") != "dumb" {
		if phone, err := term.OpenPhone(f.Env.Stdin, f.Env.Stdout, paint, typed); err == nil {
			return phone, nil
		}
	}
	phone, err := term.OpenLinePhone(f.Env.Stdin, f.Env.Stdout, typed)
	if err != nil {
		return nil, fault.With(fmt.Errorf("use the terminal as a phone: %w", err), fault.Failed, "--press, --say or --real-time=false need no phone")
	}
	return phone, nil
}

// byHand has the person at the terminal make the call, in real time.
func byHand(ctx context.Context, f *cmdutil.Factory, show *show) (voicesim.Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	input := make(chan event.Event, deaf)
	phone, err := takeTerminal(f, show.out.Paint, func(t term.Typing) {
		if t.Interrupt {
			cancel(errInterrupted)
			return
		}
		select {
		case input <- typed(t):
		default:
		}
	})
	if err != nil {
		return voicesim.Result{}, err
	}
	defer phone.Close()
	show.to = phone.Print
	defer func() { show.to = nil }()
	show.talk(phone.Print)
	show.begin()

	options := show.c.Options
	options.RealTime, options.Input = true, input
	result, err := voicesim.Run(ctx, options)
	if errors.Is(context.Cause(ctx), errInterrupted) {
		return result, fault.With(errInterrupted, fault.Interrupted, "")
	}
	return result, errors.Join(err, phone.Close())
}

// typed is what a person does, as a call understands it.
func typed(t term.Typing) event.Event {
	switch {
	case t.Words != "":
		return event.Spoke{Text: t.Words, Confidence: 1}
	case t.Key != 0:
		return event.Pressed{Key: t.Key}
	}
	return event.HungUp{}
}
