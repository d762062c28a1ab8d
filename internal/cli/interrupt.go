package cli

import (
	"errors"
	"os"
	"time"

	"github.com/twvoice/twvoice/internal/child"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// obey handles signals: the first one ends the command normally, the second one immediately. It returns after the
// second, or when over is closed.
func obey(signals <-chan os.Signal, over <-chan struct{}, end, giveUp func()) {
	var wishes child.Signals
	for _, do := range []func(){end, giveUp} {
		for heard := false; !heard; {
			select {
			case <-over:
				return
			case <-signals:
				heard = wishes.New(time.Now())
			}
		}
		do()
	}
}

// lastWordsTime is how long the last words may take, in case the reader of the output is blocked.
const lastWordsTime = time.Second

// abandon ends a command that still runs and reports what it left half done.
func abandon(f *cmdutil.Factory) int {
	said := make(chan struct{})
	go func() {
		defer close(said)
		err := errors.Join(errors.New("interrupted again: stopped immediately"), f.LastWords())
		tell(f.Env, f.ErrorsAsJSON() || jsonTyped(f.Env.Args), term.Paint{}, fault.Insist(err, fault.Interrupted, fault.HintOf(err)))
	}()
	select {
	case <-said:
	case <-time.After(lastWordsTime):
	}
	return int(fault.Interrupted)
}
