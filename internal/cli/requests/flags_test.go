package requests_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/calls"
	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/cli/requests"
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

func TestLists(t *testing.T) {
	t.Parallel()
	same(t, typed(t, requests.NewList), requests.ListOptions{Kept: frame.Kept{Limit: 50}})
	same(t, typed(t, requests.NewList, "--call", "CA1", "--since", "10m", "--limit", "3"),
		requests.ListOptions{Call: "CA1", Kept: frame.Kept{Since: 10 * time.Minute, Limit: 3}})
	same(t, typed(t, calls.NewList, "--since", "1h"), calls.ListOptions{Kept: frame.Kept{Since: time.Hour, Limit: 50}})
}

func TestPurgeForgetsAllUnlessALimitIsTyped(t *testing.T) {
	t.Parallel()
	same(t, typed(t, requests.NewList, "--purge"), requests.ListOptions{Purge: true})
	same(t, typed(t, requests.NewList, "--purge", "--limit", "3"), requests.ListOptions{Purge: true, Kept: frame.Kept{Limit: 3}})
}

func TestOneOfThem(t *testing.T) {
	t.Parallel()
	same(t, typed(t, requests.NewShow, "r1", "--raw"), requests.ShowOptions{ID: "r1", Raw: true})
	same(t, typed(t, requests.NewReplay, "r1", "--param", "Digits=1,2", "--param", "a=b", "--to", "http://localhost:3000", "--sign-as", "https://phone.example"),
		requests.ReplayOptions{ID: "r1", Params: []string{"Digits=1,2", "a=b"}, Again: frame.Again{To: "http://localhost:3000", SignAs: "https://phone.example"}})
	same(t, typed(t, calls.NewShow, "CA1", "--save", "a.yaml"), calls.ShowOptions{Call: "CA1", Save: "a.yaml"})
	same(t, typed(t, calls.NewReplay, "CA1"), calls.ReplayOptions{Call: "CA1"})
}
