package webhook_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/cli/webhook"
)

// typed is the options that a command makes of a command line.
func typed[O any](t *testing.T, newCommand func(*frame.Frame, func(context.Context, *frame.Frame, O) error) *cobra.Command, args ...string) O {
	t.Helper()
	var got O
	cmd := newCommand(frame.New(app.Env{}), func(_ context.Context, _ *frame.Frame, o O) error {
		got = o
		return nil
	})
	cmd.SetArgs(args)
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return got
}

func same[O any](t *testing.T, got, want O) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

func TestSetLeavesAloneWhatIsNotTyped(t *testing.T) {
	t.Parallel()
	same(t, typed(t, webhook.NewSet, "ci", "https://example.com/"), webhook.SetOptions{Number: "ci", URL: "https://example.com/", Method: "POST"})
}

func TestSetTellsAnEmptyValueFromNone(t *testing.T) {
	t.Parallel()
	none, get, done := "", "GET", "https://example.com/done"
	got := typed(t, webhook.NewSet, "ci", "https://example.com/", "--method", "GET", "--fallback-url", "", "--fallback-method", "GET",
		"--status-callback", done, "--status-callback-method", "GET", "--detach")
	same(t, got, webhook.SetOptions{
		Number: "ci", URL: "https://example.com/", Method: "GET", FallbackURL: &none, FallbackMethod: &get,
		StatusCallback: &done, StatusCallbackMethod: &get, Detach: true,
	})
}

func TestTheOtherVerbsTakeNumbers(t *testing.T) {
	t.Parallel()
	same(t, typed(t, webhook.NewShow, "ci"), webhook.ShowOptions{Number: "ci"})
	same(t, typed(t, webhook.NewClear, "ci"), webhook.ClearOptions{Number: "ci"})
	same(t, typed(t, webhook.NewRestore, "+14155550100", "ci"), webhook.RestoreOptions{Numbers: []string{"+14155550100", "ci"}})
	same(t, typed(t, webhook.NewRestore, "--all"), webhook.RestoreOptions{Numbers: []string{}, All: true})
}
