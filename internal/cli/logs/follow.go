package logs

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

const (
	every   = 2 * time.Second // interval between polls
	slowest = time.Minute     // maximum interval while polls fail
)

// tail follows a log. It is for one goroutine.
type tail struct {
	reader *reader
	show   *show
	notef  func(format string, args ...any)
	wait   func(context.Context, time.Duration) error
}

// follow shows new entries until ctx ends, which is its normal end and not an error. It waits out temporary errors, such
// as a rate limit or a lost network.
func (t tail) follow(ctx context.Context) error {
	pause, failing := every, false
	for {
		if err := t.wait(ctx, pause); err != nil {
			return nil
		}
		found, err := t.reader.next(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && !isTemporary(err):
			return err
		case err != nil:
			pause = longer(pause, err)
			if !failing {
				t.notef("%v; retrying", err)
			}
			failing = true
			continue
		}
		if failing {
			t.notef("the account is reachable again")
		}
		pause, failing = every, false
		if err := t.show.add(found); err != nil {
			return err
		}
	}
}

// isTemporary reports whether an error may be gone at the next poll.
func isTemporary(err error) bool {
	refusal, refused := errors.AsType[*twilioapi.Error](err)
	if !refused {
		return fault.ExitOf(err) == fault.Failed
	}
	return refusal.Status == http.StatusTooManyRequests || refusal.Status >= http.StatusInternalServerError
}

// longer doubles a pause, up to a minute, unless the server has asked for more.
func longer(pause time.Duration, err error) time.Duration {
	pause = min(2*pause, slowest)
	if refusal, ok := errors.AsType[*twilioapi.Error](err); ok {
		pause = max(pause, refusal.Wait)
	}
	return pause
}
