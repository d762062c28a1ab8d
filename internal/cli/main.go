// Package cli is the command line: it knows every command, and turns the error of one into a message and an exit code.
// It does no work itself; a command's logic lies in the package of its noun.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// Main runs the program and returns its exit code.
//
// The first Ctrl-C cancels the command's context, so that it can put things back. The second one gives up at once: Main says
// what is left half done and returns while the command still runs, which ends with the process.
func Main(env app.Env) int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, endings()...)
	defer signal.Stop(signals)
	defer surviveBrokenPipes()()
	ctx, end := context.WithCancel(context.Background())
	defer end()
	over, gaveUp := make(chan struct{}), make(chan struct{})
	defer close(over)
	go obey(signals, over, end, func() { close(gaveUp) })

	f := cmdutil.New(env)
	f.Canceled = ctx.Done()
	exit := make(chan int, 1)
	go func() { exit <- command(ctx, f) }()
	select {
	case code := <-exit:
		return code
	case <-gaveUp:
		return abandon(f)
	}
}

// command runs the command that was typed, and returns its exit code.
func command(ctx context.Context, f *cmdutil.Factory) (exit int) {
	defer func() {
		if bug := recover(); bug != nil {
			f.Env.Notef("twvoice: this is a bug: %v\n\n%s\nPlease report it with the lines above: https://github.com/twvoice/twvoice/issues", bug, debug.Stack())
			if left := f.LastWords(); left != nil {
				report(f, left)
			}
			exit = int(fault.Failed)
		}
	}()
	err := run(ctx, f)
	if err == nil {
		return int(fault.OK)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = interrupted(err)
	}
	report(f, err)
	return int(fault.ExitOf(err))
}

// interrupted is the error of a command that Ctrl-C ended. That much is said, and what has to be set right, if anything.
func interrupted(err error) error {
	left := fault.Insisted(err)
	if left == nil {
		return fault.With(errors.New("interrupted"), fault.Interrupted, "")
	}
	return fault.With(fmt.Errorf("interrupted; %v", left), fault.Interrupted, fault.HintOf(left)) // its own exit code is of no interest
}

func run(ctx context.Context, f *cmdutil.Factory) error {
	began := false
	root := newRoot(f)
	root.SetArgs(f.Env.Args)
	root.SetIn(f.Env.Stdin)
	out := &cmdutil.Answer{To: f.Env.Stdout} // of Cobra's own: help and version
	root.SetOut(out)
	root.SetErr(f.Env.Stderr)
	eachCommand(root, func(cmd *cobra.Command) { watch(cmd, &began) })
	err := root.ExecuteContext(ctx)
	if errors.Is(err, account.ErrDryRun) {
		return nil // what would have been sent stands on standard output
	}
	if out.Err != nil {
		return cmdutil.IgnoreUnread(out.Err) // Cobra keeps it to itself, or takes it for wrong usage
	}
	if err != nil && !began {
		// Cobra's own complaints (an unknown command, a missing argument) come before any command began.
		return fault.With(err, fault.Usage, usageHint(root, f.Env.Args))
	}
	return err
}

// watch notes that a command's own logic was reached.
func watch(cmd *cobra.Command, began *bool) {
	do := cmd.RunE
	if do == nil {
		return
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		*began = true
		return do(cmd, args)
	}
}

func eachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, child := range cmd.Commands() {
		eachCommand(child, do)
	}
}

func usageHint(root *cobra.Command, args []string) string {
	cmd, rest, err := root.Find(args)
	if err != nil || cmd == nil {
		cmd = root
	}
	if cmd.HasSubCommands() && len(rest) > 0 {
		return suggest(cmd, rest[0], root.Name())
	}
	return fmt.Sprintf("%s --help", cmd.CommandPath())
}
