// Package typed runs the flag parsing of a command and compares the resulting options, for tests of commands. It does
// not run the command.
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

// Constructor makes a command that passes its options to run.
type Constructor[O any] func(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, O) error) *cobra.Command

// Options returns the options for a command line. It fails the test if the command rejects it.
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

// Same fails the test if the options differ.
func Same[O any](t *testing.T, got, want O) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}
