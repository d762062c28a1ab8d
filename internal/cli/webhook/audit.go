package webhook

import (
	"context"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// AuditOptions are the arguments and flags.
type AuditOptions struct{ Probe bool }

// NewAudit returns the command `twvoice webhook audit`.
func NewAudit(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, AuditOptions) error) *cobra.Command {
	o := AuditOptions{}
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Show where numbers point and which cannot answer calls",
		Long: `Show where numbers point and which cannot answer calls.

The applications are not contacted. With --probe, each host gets an unsigned HEAD request, which no application takes for
a call, for at most five seconds: does its name resolve, is its certificate valid, does it answer? With a problem, calls
fail: a tunnel whose process has ended, a private address, no webhook. With a warning, calls work for now: plain http, no
fallback, a tunnel.

Exit code 1: a number has a problem.`,
		Example: `  twvoice webhook audit
  twvoice webhook audit --probe
  twvoice webhook audit -o json --jq '.[] | select(.problems != []) | .phone_number'`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f, o) },
	}
	cmd.Flags().BoolVar(&o.Probe, "probe", false, "send each host an unsigned HEAD request to check that it answers")
	return f.CompleteFields(cmd, auditView)
}

// Audit lists the numbers with their problems.
func Audit(ctx context.Context, f *cmdutil.Factory, o AuditOptions) error {
	rows, err := f.Output().List(auditView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	dead, err := deadLeases(ctx, a)
	if err != nil {
		return err
	}
	auditor := auditor{local: a.Local, dead: dead}
	if o.Probe {
		ctx, cancel := context.WithCancel(ctx)
		auditor.prober = newProber(probeTransport(f), f.Timeout)
		defer auditor.prober.close()
		defer cancel()
		return audit(ctx, f, a, auditor, rows)
	}
	return audit(ctx, f, a, auditor, rows)
}

// probeTransport returns the transport for probes. That of a dry run prints the hosts instead.
func probeTransport(f *cmdutil.Factory) http.RoundTripper {
	if f.DryRun {
		return account.Unsent{Out: &lines{to: f.Env.Stderr}}
	}
	return http.DefaultTransport.(*http.Transport).Clone()
}

func audit(ctx context.Context, f *cmdutil.Factory, a *account.Account, auditor auditor, rows *term.List) error {
	auditor.progress = newProgress(f)
	found, err := auditor.all(ctx, a, rows)
	auditor.progress.wipe()
	if err := cmdutil.IgnoreUnread(cmdutil.Finish(rows, err)); err != nil {
		return err
	}
	if f.Env.Out.Is && !f.Output().Machine() && found.numbers > 1 {
		f.Env.Notef("%d of %d numbers have problems", found.troubled, found.numbers)
	}
	if found.troubled > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// deadLeases returns the numbers that a dead process had pointed.
func deadLeases(ctx context.Context, a *account.Account) (map[string]bool, error) {
	keeper, err := a.Leases()
	if err != nil {
		return nil, err
	}
	open, err := keeper.Journal(ctx)
	if err != nil {
		return nil, err
	}
	dead := map[string]bool{}
	for _, e := range open {
		if e.Kind != lease.Loan || e.Outcome == lease.Displaced {
			continue
		}
		_, running, err := keeper.Holder(ctx, e.NumberSid)
		if err != nil {
			return nil, err
		}
		dead[e.NumberSid] = !running
	}
	return dead, nil
}

// readAhead is how many numbers are read while the first hosts are probed: one page.
const readAhead = 1000

// tally counts numbers and those with a problem.
type tally struct{ numbers, troubled int }

// all adds a row per number and counts them.
func (d auditor) all(ctx context.Context, a *account.Account, rows *term.List) (tally, error) {
	var found tally
	var waiting []twilioapi.Number
	for n, err := range a.API.Numbers.List(ctx, twilioapi.NumberFilter{}, 0) {
		if err != nil {
			return found, err
		}
		d.begin(ctx, n)
		if waiting = append(waiting, n); d.prober != nil && len(waiting) < readAhead {
			continue
		}
		if err := d.rows(ctx, waiting, rows, &found); err != nil {
			return found, err
		}
		waiting = waiting[:0]
	}
	return found, d.rows(ctx, waiting, rows, &found)
}

func (d auditor) rows(ctx context.Context, numbers []twilioapi.Number, rows *term.List, found *tally) error {
	for _, n := range numbers {
		d.progress.tell(d.prober)
		audited, err := d.number(ctx, n)
		if err != nil {
			return err
		}
		found.numbers++
		if len(audited.Problems) > 0 {
			found.troubled++
		}
		if err := rows.Add(audited); err != nil {
			return err
		}
	}
	return nil
}
