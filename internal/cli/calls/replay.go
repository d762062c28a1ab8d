package calls

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// ReplayOptions are the arguments and flags.
type ReplayOptions struct {
	Call  string
	Again cmdutil.Replay
}

// NewReplay returns the command `twvoice calls replay`.
func NewReplay(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ReplayOptions) error) *cobra.Command {
	o := ReplayOptions{}
	cmd := &cobra.Command{
		Use:   "replay CALL",
		Short: "Replay all requests of a call and show how the responses differ",
		Long: `Replay all requests of a call and show how the responses differ.

The requests are sent in their order, as those of one new call, with new signatures. The caller's input is the recorded
one. Where a response leads to another URL than before, the next request goes there. Where it leads to a URL that was
not recorded, the replay ends.

The requests go to the running serve, or to the host that --to names.

Exit code 0: all responses mean the same. 1: a response means something else, or the call no longer gets to its end.`,
		Example: `  twvoice calls replay CA5f2
  twvoice calls replay CA5f2 --to http://localhost:3000
  twvoice calls replay CA5f2 -o jsonl --jq 'select(.same | not) | .id'`,
		Args: cmdutil.Args("CALL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Call = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	o.Again.Bind(cmd.Flags())
	return f.CompleteFields(cmd, cmdutil.ReplayedView)
}

// Replay replays a call.
func Replay(ctx context.Context, f *cmdutil.Factory, o ReplayOptions) error {
	if err := o.Again.Check(); err != nil {
		return err
	}
	show, err := newReplayed(f)
	if err != nil {
		return err
	}
	archive, err := f.Archive(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	call, requests, err := archive.Call(ctx, o.Call)
	if err != nil {
		return err
	}
	replayer, err := f.Replayer(ctx, archive, requests[0], o.Again)
	if err != nil {
		return err
	}
	if f.DryRun {
		return cmdutil.WouldAsk(f, replayer, requests)
	}
	left, why, err := replayer.Call(ctx, requests, show.add)
	if err = cmdutil.IgnoreUnread(cmdutil.Finish(show.rows, err)); err != nil {
		return fault.With(err, fault.Failed, "")
	}
	if left > 0 {
		f.Env.Notef("%s", f.Paint().Yellow(fmt.Sprintf("%s; %s of %s left", term.OneLine(why), were(left), call.CallSid)))
	}
	if left > 0 || show.changed > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

func were(left int) string {
	if left == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", left)
}

// replayed shows replayed requests: lines for users, rows for programs.
type replayed struct {
	out     term.Output
	lines   bool
	rows    *term.List
	changed int
}

func newReplayed(f *cmdutil.Factory) (*replayed, error) {
	out := f.Output()
	s := &replayed{out: out, lines: !out.Machine() && len(out.Fields) == 0}
	if s.lines {
		out.To = io.Discard // the list prints nothing
	}
	var err error
	s.rows, err = out.List(cmdutil.ReplayedView())
	return s, err
}

func (s *replayed) add(r capture.Replayed) error {
	if !r.Same {
		s.changed++
	}
	if !s.lines {
		return s.rows.Add(r)
	}
	_, err := fmt.Fprint(s.out.To, cmdutil.ReplayedLines(s.out.Paint, r))
	return err
}
