package cmdutil

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Committed returns the context for a request that cannot be undone; what describes it: "buy +14155550100". After Ctrl-C,
// the request still has the usual time to finish, because its result must be known. It prints a message about the wait
// and the effect of another Ctrl-C. The caller must call the returned function when the request has ended.
func (f *Factory) Committed(ctx context.Context, what string) (context.Context, context.CancelFunc) {
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

// EndCall ends a call of the account, and retries while that can help, until ctx ends. Ending a call twice is harmless.
// After a lost answer it reads the call. Choice: it is sent again also after an answer that leaves open what became of
// it. Wait waits, as [Wait] does.
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

// EndingHint returns the command that ends a call which this command leaves running.
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
