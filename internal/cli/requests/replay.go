package requests

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// ReplayOptions are the arguments and flags.
type ReplayOptions struct {
	ID     string
	Params []string // NAME=VALUE
	Again  cmdutil.Replay
}

// NewReplay returns the command `twvoice requests replay`.
func NewReplay(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ReplayOptions) error) *cobra.Command {
	o := ReplayOptions{}
	cmd := &cobra.Command{
		Use:   "replay ID",
		Short: "Replay a request and show how the response differs",
		Long: `Replay a request and show how the response differs.

The request goes to the running serve, with a new signature for its public URL, as a request of the same call. --to
sends it to another URL; it is then signed for that URL, or for the one that --sign-as names. TwiML is compared by its
meaning: the order of attributes, white space and formatting do not count.

Exit code 0: the response means the same. 1: it does not.`,
		Example: `  twvoice requests replay r12
  twvoice requests replay r12 --param Digits=2 --param SpeechResult=
  twvoice requests replay r12 --to http://localhost:3000`,
		Args: cmdutil.Args("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.ID = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	cmd.Flags().StringArrayVar(&o.Params, "param", nil, "replace the recorded parameter with `NAME=VALUE`; an empty VALUE removes it")
	o.Again.Bind(cmd.Flags())
	return f.CompleteFields(cmd, cmdutil.ReplayedView)
}

// Replay replays a request.
func Replay(ctx context.Context, f *cmdutil.Factory, o ReplayOptions) error {
	params, err := cmdutil.Parameters(o.Params)
	if err == nil {
		err = o.Again.Check()
	}
	if err == nil {
		err = f.CheckOutput(cmdutil.ReplayedView())
	}
	if err != nil {
		return err
	}
	archive, err := f.Archive(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	r, err := archive.Request(ctx, o.ID)
	if err != nil {
		return err
	}
	replayer, err := f.Replayer(ctx, archive, r, o.Again)
	if err != nil {
		return err
	}
	if f.DryRun {
		return cmdutil.WouldAsk(f, replayer, []capture.Request{r})
	}
	done, err := replayer.Request(ctx, r, params)
	if err != nil {
		return fault.With(err, fault.Failed, "")
	}
	if err := f.ShowReplayed(done); err != nil {
		return cmdutil.IgnoreUnread(err)
	}
	if !done.Same {
		return fault.Quiet(fault.Problems)
	}
	return nil
}
