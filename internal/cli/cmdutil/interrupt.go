package cmdutil

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Begun is the context of a request that cannot be undone, and what it does: "buy +14155550100". When ctx ends, by Ctrl-C, the
// request still has as long as any other to come to its end: what was paid for, or given away, must be known. That it is waited for
// is said, and what another Ctrl-C does. The request is over when the function that comes back is called.
func (f *Factory) Begun(ctx context.Context, what string) (context.Context, context.CancelFunc) {
	lasting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	over, told := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(told)
		f.Env.Notef("%s was sent: waiting for the response, to learn its outcome; Ctrl-C again stops without it", what)
		timer := time.NewTimer(f.Timeout)
		defer timer.Stop()
		select {
		case <-over:
		case <-timer.C:
			cancel()
		}
	})
	return lasting, func() {
		close(over)
		if !stop() {
			<-told
		}
		cancel()
	}
}

// EndCall ends a call of the account, and tries again while that may help, until ctx ends: a call that has ended is not ended twice. An
// answer that was lost is looked for. Choice: it is sent again also after an answer that leaves open what became of it. Wait waits, as [Wait] does.
func EndCall(ctx context.Context, a *account.Account, sid string, wait func(context.Context, time.Duration) error) (twilioapi.Call, error) {
	for pause := 250 * time.Millisecond; ; pause *= 2 {
		call, err := a.API.Calls.HangUp(ctx, sid)
		if err == nil || errors.Is(err, account.ErrDryRun) {
			return call, err
		}
		if !twilioapi.Temporary(err) && !twilioapi.Uncertain(err) {
			return call, err
		}
		if now, lost := a.API.Calls.Get(ctx, sid); lost == nil && now.Over() {
			return now, nil
		}
		if wait(ctx, pause) != nil {
			return call, err
		}
	}
}

// EndingHint is the command that ends a call which this one has left on.
func (f *Factory) EndingHint(sid string) string {
	return "end it with `twvoice calls end " + sid + " --yes" + f.AccountFlags() + "`"
}

// Wait waits for a duration between polls. It ends early with ctx, whose error it returns.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
