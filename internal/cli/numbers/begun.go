package numbers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// errUnseen is a number that was bought or released, and that nobody was told of.
var errUnseen = errors.New("could not be printed")

// begun is the context of a request that cannot be undone. When ctx ends, by Ctrl-C, the request still has as long as
// any other to come to its end: what was paid for, or given away, must be known.
func begun(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	lasting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return lasting, func() { stop(); cancel() }
}

// shown prints a number that was bought or released. After an error nothing more is: the reader is gone, or the disk full.
func shown(rows *term.List, n twilioapi.Number) error {
	if err := rows.Add(n.Raw); err != nil {
		return fmt.Errorf("%s %w: %w", n.PhoneNumber, errUnseen, err)
	}
	return nil
}
