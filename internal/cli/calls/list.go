package calls

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// ListOptions are the arguments and flags.
type ListOptions struct{ Kept cmdutil.Selection }

// NewList returns the command `twvoice calls list`.
func NewList(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ListOptions) error) *cobra.Command {
	o := ListOptions{}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the calls that serve answered, oldest first",
		Long: `List the calls that serve answered, oldest first.

With --local, only calls from the emulator are listed.`,
		Example: `  twvoice calls list
  twvoice calls list --since 1h -q
  twvoice calls list -o json --jq '.[] | select(.problems > 0) | .call_sid'`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), f, o)
		},
	}
	o.Kept.Bind(cmd.Flags(), "calls")
	return f.CompleteFields(cmd, listView)
}

// List lists calls.
func List(ctx context.Context, f *cmdutil.Factory, o ListOptions) error {
	q, err := o.Kept.Query(f)
	if err != nil {
		return err
	}
	rows, err := f.Output().List(listView())
	if err != nil {
		return err
	}
	archive, err := f.Archive(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	return cmdutil.IgnoreUnread(cmdutil.Finish(rows, show(ctx, archive, q, rows)))
}

func show(ctx context.Context, archive *capture.Archive, q capture.Query, rows *term.List) error {
	all, err := cmdutil.Calls(ctx, archive, q)
	for _, call := range all {
		err = errors.Join(err, rows.Add(call))
	}
	return err
}

func listView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "call_sid", Title: "call", Whole: true},
			{Key: "at", Title: "at"},
			{Key: "from", Title: "from"},
			{Key: "to", Title: "to"},
			{Key: "status", Title: "status"},
			{Key: "until", Title: "last request"},
			{Key: "requests", Title: "requests"},
			{Key: "problems", Title: "problems"},
		},
		Keys: []string{"account_sid", "call_status", "ended", "local"},
		ID:   func(r term.Record) string { return r.String("call_sid") },
	}
}
