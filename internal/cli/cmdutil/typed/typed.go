// Package typed shows what a command makes of a command line, and compares it with what was meant.
// It is for tests of commands, and it refuses to run what the command would do.
package typed

import (
	"context"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// Constructor makes a command that hands the options of its line to run.
type Constructor[O any] func(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, O) error) *cobra.Command

// Options is what a command makes of a command line that it must accept.
func Options[O any](t *testing.T, command Constructor[O], args ...string) O {
	t.Helper()
	var got O
	cmd := command(cmdutil.New(app.Env{}), func(_ context.Context, _ *cmdutil.Factory, o O) error {
		got = o
		return nil
	})
	cmd.SetErr(io.Discard)
	cmd.SetOut(io.Discard)
	cmd.SetArgs(args)
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return got
}

// Same fails the test where the options are not those that were meant.
func Same[O any](t *testing.T, got, want O) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}
