// Package doctor is the command that checks everything twvoice depends on, one line per check. internal/doctor has the
// checks; this package sets their input and shows the results.
package doctor

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/doctor"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// inspectPort is the default port of serve's inspector.
const inspectPort = 4040

// Options hold what was found before the command began.
type Options struct {
	Broken error // the error of the configuration, which ends every other command
}

// New returns the command `twvoice doctor`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	return f.CompleteFields(&cobra.Command{
		Use:   "doctor",
		Short: "Check credentials, network, tunnel and state, and suggest fixes",
		Long: `Check credentials, network, tunnel and state, and suggest fixes.

Each check prints one line: ok, warning, failed, or skipped with the reason. A failed check makes the exit code 1; a
warning does not. Only Twilio and ngrok are contacted; with --local, nothing is. Nothing is changed, bought or pointed,
and no endpoint is opened.`,
		Example: `  twvoice doctor
  twvoice doctor -o json --jq '.[] | select(.status == "failed")'
  twvoice doctor --local`,
		Args: cmdutil.Args(),
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) (err error) {
			o.Broken, err = f.Examine(cmd)
			return err
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f, o) },
	}, view)
}

// Run runs the checks.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	shown, err := newReport(f)
	if err != nil {
		return err
	}
	w := doctor.Options{
		Env: f.Env, Config: f.Config(), Broken: o.Broken, Account: f.AccountOptions(ctx),
		Ngrok:    func(ctx context.Context) (tunnel.Options, string, error) { return f.Ngrok(ctx, "") },
		NoTunnel: noTunnel(f), InspectPort: inspectPort,
	}
	if err := doctor.Run(ctx, w, shown.waiting, shown.tell); err != nil {
		shown.wipe()
		return err
	}
	return shown.end()
}

// noTunnel returns the setting that turns ngrok's tunnel off, or "".
func noTunnel(f *cmdutil.Factory) string {
	if set, ok := f.Config().Lookup("tunnel"); ok && set.Text() == "none" {
		return fmt.Sprintf("tunnel: none (%s)", set.Source)
	}
	if set, ok := f.Config().Lookup("public_url"); ok {
		return fmt.Sprintf("public_url: you run the tunnel yourself (%s)", set.Source)
	}
	return ""
}

// verdict returns the exit code of a report.
func verdict(failed int) error {
	if failed > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}
