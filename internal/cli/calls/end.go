package calls

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// EndOptions are the arguments and flags.
type EndOptions struct{ Calls []string }

// NewEnd returns the command `twvoice calls end`.
func NewEnd(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, EndOptions) error) *cobra.Command {
	o := EndOptions{}
	return f.CompleteFields(&cobra.Command{
		Use:     "end SID...",
		Aliases: []string{"hangup"},
		Short:   "End calls of the account that are queued, ringing or in progress",
		Long: `End calls of the account that are queued, ringing or in progress.

SID is a complete CallSid. Every call is looked up before the first one is ended. On a terminal, the command asks first;
without a terminal, --yes is needed. A call that has already ended is left as it is, with exit code 0. A call that
could not be ended gives exit code 3.`,
		Example: `  twvoice calls end CA0123456789abcdef0123456789abcdef
  twvoice calls end CA0123456789abcdef0123456789abcdef --yes -o json
  twvoice logs --since 1h -o json --jq '.[] | select(.status == "in-progress") | .sid' | xargs -r twvoice calls end --yes`,
		Args: cmdutil.Args("SID..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Calls = args
			return run(cmd.Context(), f, o)
		},
	}, endedView)
}

// End ends calls.
func End(ctx context.Context, f *cmdutil.Factory, o EndOptions) error {
	for _, sid := range o.Calls {
		if !webhook.ValidSID("CA", sid) {
			return fault.With(fmt.Errorf("%q is not a CallSid: CA and 32 hexadecimal digits", sid), fault.Usage, "twvoice logs --since 10m")
		}
	}
	rows, err := f.Output().List(endedView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	e := &endings{f: f, account: a}
	calls, err := e.found(ctx, o.Calls)
	if err != nil {
		return err
	}
	if question := e.question(calls); question != "" {
		if err := f.Confirm(ctx, question); err != nil {
			return err
		}
	}
	e.rows = f.Ledger(rows, cmdutil.Change{Do: "end", Done: "ended", Look: "twvoice logs --call"})
	return e.rows.Close(cmdutil.Unfinished(ctx, e.all(ctx, calls)))
}

func endedView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "sid", Title: "call", Whole: true},
			{Key: "from", Title: "from"},
			{Key: "to", Title: "to"},
			{Key: "status", Title: "status"},
			{Key: "duration", Title: "duration"},
		},
		Keys: []string{"account_sid", "date_created", "date_updated", "direction", "end_time", "parent_call_sid", "price", "price_unit", "start_time"},
		ID:   func(r term.Record) string { return r.String("sid") },
	}
}

// endings ends several calls.
type endings struct {
	f       *cmdutil.Factory
	account *account.Account
	rows    *cmdutil.Ledger
}

// found looks up all calls, each once.
func (e *endings) found(ctx context.Context, sids []string) ([]twilioapi.Call, error) {
	var calls []twilioapi.Call
	for _, sid := range sids {
		if slices.ContainsFunc(calls, func(c twilioapi.Call) bool { return c.SID == sid }) {
			continue
		}
		call, err := e.account.API.Calls.Get(ctx, sid)
		if twilioapi.IsCode(err, "20404") {
			return nil, fault.With(fmt.Errorf("the %saccount %s has no call %s", e.account.Prefix(), e.account.Sid(), sid), fault.Usage, "twvoice logs --since 10m"+e.f.AccountFlags())
		}
		if err != nil {
			return nil, fmt.Errorf("look up call %s: %w", sid, err)
		}
		calls = append(calls, call)
	}
	return calls, nil
}

// question returns the confirmation question, or "" if all calls have ended already.
func (e *endings) question(calls []twilioapi.Call) string {
	var open []twilioapi.Call
	for _, c := range calls {
		if !c.Over() {
			open = append(open, c)
		}
	}
	switch len(open) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("End the %scall %s from %s to %s, which is %s?", e.account.Prefix(), open[0].SID, open[0].From, open[0].To, open[0].Status)
	}
	return fmt.Sprintf("End %d %scalls?", len(open), e.account.Prefix())
}

// all ends the calls one after the other. After an error that concerns the account it stops, because the next call would
// fail too.
func (e *endings) all(ctx context.Context, calls []twilioapi.Call) error {
	var failed []error
	pretend := false
	for _, c := range calls {
		if ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
		err := e.one(ctx, c)
		if errors.Is(err, account.ErrDryRun) {
			pretend = true
			continue
		}
		if err != nil {
			failed = append(failed, err)
		}
		if err != nil && twilioapi.OfAccount(err) {
			break
		}
	}
	if len(failed) == 0 && pretend {
		return account.ErrDryRun
	}
	return errors.Join(failed...)
}

// patience is how long ending a call may take.
const patience = 10 * time.Second

func (e *endings) one(ctx context.Context, c twilioapi.Call) error {
	if c.Over() {
		e.f.Env.Notef("%scall %s had already ended: %s", e.account.Prefix(), c.SID, c.Status)
		return e.rows.Add(c.Raw)
	}
	err := e.rows.Do(ctx, c.SID, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		ended, err := cmdutil.EndCall(ctx, e.account, c.SID, cmdutil.Wait)
		if twilioapi.IsCode(err, "21220") { // it has ended in the meantime
			ended, err = e.account.API.Calls.Get(ctx, c.SID)
		}
		if err == nil {
			c = ended
		}
		return err
	})
	switch {
	case errors.Is(err, account.ErrDryRun):
		return err
	case err != nil:
		return fault.Insist(fmt.Errorf("end call %s: %w", c.SID, err), fault.Failed, "it may still be running: check with `twvoice logs --call "+c.SID+e.f.AccountFlags()+"`")
	}
	return e.rows.Add(c.Raw)
}
