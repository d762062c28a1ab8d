package dial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// dialing is one call in progress. It is for one goroutine.
type dialing struct {
	f       *cmdutil.Factory
	account *account.Account
	show    *show
	wait    func(context.Context, time.Duration) error
	follow  bool
	held    placedCall
}

// run places the call and follows it.
func (d *dialing) run(ctx context.Context, c twilioapi.NewCall, hint string) error {
	call, err := d.place(ctx, c)
	if errors.Is(err, account.ErrDryRun) {
		return err
	}
	if err != nil {
		err = fmt.Errorf("call %s: %w", c.To, err)
		if twilioapi.IsCode(err, "21210") || twilioapi.IsCode(err, "21212") {
			return fault.With(err, fault.Failed, callersHint(hint))
		}
		return cmdutil.Unfinished(ctx, err)
	}
	if err := d.show.placed(call); err != nil {
		return d.notShownError(call, err)
	}
	if !d.follow {
		return d.leave(ctx, call)
	}
	call, err = d.followToEnd(ctx, call)
	switch {
	case err != nil && ctx.Err() != nil:
		return d.hangUp(ctx, call)
	case err != nil:
		return err
	}
	return d.showEnd(ctx, call)
}

// callersHint says which numbers can be callers, beginning with those of the account.
func callersHint(owned string) string {
	hint := "use --from with a number of the account or a verified one: https://console.twilio.com/us1/develop/phone-numbers/manage/verified"
	if owned != "" {
		hint = owned + "; verify others at https://console.twilio.com/us1/develop/phone-numbers/manage/verified"
	}
	return hint
}

// place sends the request for the call. After that, Ctrl-C waits for the answer: what was paid for must be known.
func (d *dialing) place(ctx context.Context, c twilioapi.NewCall) (twilioapi.Call, error) {
	ctx, done := d.f.Committed(ctx, "a call to "+c.To)
	defer done()
	d.held.asked(c.To)
	defer d.held.answered()
	call, err := d.account.API.Calls.Create(ctx, c)
	if err == nil && d.follow {
		d.held.on(call)
	}
	return call, err
}

// leave ends the command but not the call. A local phone rings in this process, which therefore waits for the end of the
// call.
func (d *dialing) leave(ctx context.Context, call twilioapi.Call) error {
	if err := d.show.left(call); err != nil {
		return d.notShownError(call, err)
	}
	if !d.account.RingsHere {
		local := ""
		if d.account.Local {
			local = " --local"
		}
		d.f.Env.Notef("the call continues: twvoice logs --call %s%s", call.SID, local)
		return nil
	}
	d.show.mute = true
	call, err := d.followToEnd(ctx, call)
	if err != nil && ctx.Err() != nil {
		return d.hangUp(ctx, call)
	}
	return err
}

// pause returns the interval until the next poll. It is shorter at the beginning, where the status changes quickly.
func (d *dialing) pause(look int) time.Duration {
	switch {
	case d.account.RingsHere && !d.show.lines:
		return 20 * time.Millisecond // its time is virtual
	case look < 4:
		return 500 * time.Millisecond
	}
	return time.Second
}

// maxInterval is the longest interval between polls while the API does not answer.
const maxInterval = 10 * time.Second

// followToEnd polls the call until it has ended, and shows each status once. It retries if the network or the API fails:
// the call continues and costs money, and Ctrl-C must still be able to end it.
func (d *dialing) followToEnd(ctx context.Context, call twilioapi.Call) (twilioapi.Call, error) {
	failures := 0
	for look := 0; !call.Over(); look++ {
		pause := d.pause(look)
		for range failures {
			pause = min(2*pause, maxInterval)
		}
		if err := d.wait(ctx, pause); err != nil {
			return call, err
		}
		now, err := d.account.API.Calls.Get(ctx, call.SID)
		switch {
		case err != nil && ctx.Err() == nil && twilioapi.Temporary(err):
			if failures++; failures == 1 {
				d.f.Env.Notef("call %s continues, but its status cannot be read: %v; retrying; Ctrl-C hangs up", call.SID, err)
			}
			continue
		case err != nil:
			return call, fault.Insist(fmt.Errorf("follow call %s, which continues: %w", call.SID, err), fault.Failed, d.f.EndingHint(call.SID))
		}
		if failures > 0 {
			d.f.Env.Notef("the account is reachable again")
		}
		failures = 0
		changed := now.Status != call.Status
		call = now
		d.held.on(call)
		if !changed || call.Over() { // the end is shown with the cost
			continue
		}
		if err := d.show.changed(call); err != nil {
			return call, d.notShownError(call, err)
		}
	}
	return call, nil
}

// grace limits how long hanging up may take after Ctrl-C. A second Ctrl-C leaves the call running.
const grace = 10 * time.Second

// hangUp ends the call after Ctrl-C, so that it stops costing money. To place a call that continues without the command,
// use --follow=false.
func (d *dialing) hangUp(ctx context.Context, call twilioapi.Call) error {
	d.f.Env.Notef("hanging up call %s; Ctrl-C again exits without hanging up", call.SID)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	ended, err := cmdutil.EndCall(ctx, d.account, call.SID, d.wait)
	switch {
	case twilioapi.IsCode(err, "21220"):
		err = fault.With(fmt.Errorf("interrupted: call %s had already ended", call.SID), fault.Interrupted, "")
	case err != nil:
		err = fault.With(fmt.Errorf("interrupted, and call %s may continue: hang up: %v", call.SID, err), fault.Interrupted, d.f.EndingHint(call.SID)) // the exit code stays that of an interruption
	default:
		err = fault.With(fmt.Errorf("interrupted: hung up call %s, which was %s", call.SID, call.Status), fault.Interrupted, "")
		call = ended
	}
	d.held.release()
	return errors.Join(err, d.show.left(call))
}

// notShownError returns the error for a call that was placed but not shown. The call continues.
func (d *dialing) notShownError(call twilioapi.Call, err error) error {
	return fault.With(fmt.Errorf("call %s was placed, but could not be shown: %w", call.SID, err), fault.Failed, "twvoice logs --call "+call.SID)
}
