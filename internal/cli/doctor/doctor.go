// Package doctor is the command that looks at everything that twvoice stands on, a line a check.
// What is looked at is internal/doctor's; this package says where to look, and shows what was found.
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

// inspectPort is the one that serve asks for unless it is told otherwise.
const inspectPort = 4040

// Options are what was found before the command began.
type Options struct {
	Broken error // what is wrong with the configuration; every other command ends with it
}

// New is `twvoice doctor`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	return f.Shows(&cobra.Command{
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

// Run examines.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	shown, err := newReport(f)
	if err != nil {
		return err
	}
	w := doctor.World{
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

// noTunnel says who wants no tunnel of ngrok's, "" for nobody.
func noTunnel(f *cmdutil.Factory) string {
	if set, ok := f.Config().Lookup("tunnel"); ok && set.Text() == "none" {
		return fmt.Sprintf("tunnel: none (%s)", set.Source)
	}
	if set, ok := f.Config().Lookup("public_url"); ok {
		return fmt.Sprintf("public_url: you run the tunnel yourself (%s)", set.Source)
	}
	return ""
}

// verdict is the exit code of a report.
func verdict(failed int) error {
	if failed > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}
