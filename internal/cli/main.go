// Package cli is the command line: it has every command, and turns a command's error into a message and an exit code.
// The logic of a command is in the package of its noun.
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
// The first Ctrl-C cancels the command's context, so that it can restore what it changed. The second one ends the
// program immediately: Main reports what is left half done and returns while the command still runs.
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

// command runs the command and returns its exit code.
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

// interrupted returns the error of a command that Ctrl-C ended. It includes what the user still has to fix.
func interrupted(err error) error {
	left := fault.Insisted(err)
	if left == nil {
		return fault.With(errors.New("interrupted"), fault.Interrupted, "")
	}
	return fault.With(fmt.Errorf("interrupted; %v", left), fault.Interrupted, fault.HintOf(left)) // the exit code stays that of an interruption
}

func run(ctx context.Context, f *cmdutil.Factory) error {
	began := false
	root := newRoot(f)
	root.SetArgs(f.Env.Args)
	root.SetIn(f.Env.Stdin)
	out := &cmdutil.Answer{To: f.Env.Stdout} // for Cobra's own help and version
	root.SetOut(out)
	root.SetErr(f.Env.Stderr)
	eachCommand(root, func(cmd *cobra.Command) { watch(cmd, &began) })
	err := root.ExecuteContext(ctx)
	if errors.Is(err, account.ErrDryRun) {
		return nil // the dry run has printed what it would send
	}
	if out.Err != nil {
		return cmdutil.IgnoreUnread(out.Err) // Cobra drops the write error or takes it for wrong usage
	}
	if err != nil && !began {
		// Errors of Cobra (an unknown command, a missing argument) occur before a command runs.
		return fault.With(err, fault.Usage, usageHint(root, f.Env.Args))
	}
	return err
}

// watch sets began when a command's own logic is reached.
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
