package frame

import (
	"context"
	"errors"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

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
func (f *Frame) EndingHint(sid string) string {
	return "end it with `twvoice calls end " + sid + " --yes" + f.AccountFlags() + "`"
}
