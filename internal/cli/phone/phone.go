// Package phone places one simulated call and shows it as it happens. The caller is a script or the user at the
// terminal.
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

// errInterrupted ends a call after Ctrl-C.
var errInterrupted = errors.New("interrupted")

// maxPendingInput limits the input that waits while the application answers. Further input is lost.
const maxPendingInput = 256

// Present reports whether the user at the terminal can be the caller: input and output are a terminal, and the format is
// for users.
func Present(f *cmdutil.Factory) bool {
	return f.Env.In.Is && f.Env.Out.Is && !f.Output().Machine()
}

// handset is a terminal used as a phone.
type handset interface {
	Print(line string)
	Draft(line string)
	Close() error
}

var _, _ handset = (*term.Phone)(nil), (*term.LinePhone)(nil)

// takeTerminal opens the terminal as a phone, with key-by-key input if the terminal supports it.
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

// runManually places the call in real time, with the user at the terminal as the caller.
func runManually(ctx context.Context, f *cmdutil.Factory, show *show) (voicesim.Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	input := make(chan event.Event, maxPendingInput)
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
	show.to, show.draft = phone.Print, phone.Draft
	defer func() { show.to, show.draft = nil, nil }()
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

// typed converts an action at the terminal to an event of the call.
func typed(t term.Typing) event.Event {
	switch {
	case t.Words != "":
		return event.Spoke{Text: t.Words, Confidence: 1}
	case t.Key != 0:
		return event.Pressed{Key: t.Key}
	}
	return event.HungUp{}
}
