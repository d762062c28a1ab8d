package requests

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// ListOptions are the arguments and flags.
type ListOptions struct {
	Kept  cmdutil.Selection
	Call  string
	Purge bool
}

// NewList returns the command `twvoice requests list`.
func NewList(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ListOptions) error) *cobra.Command {
	o := ListOptions{}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the requests that serve answered, oldest first",
		Long: `List the requests that serve answered, oldest first.

--purge permanently deletes the requests that it lists: all of them, unless --call, --since or --limit selects fewer.
With --local, only requests from the emulator are listed.`,
		Example: `  twvoice requests list
  twvoice requests list --since 10m -o json --jq '.[] | select(.problems > 0) | .id'
  twvoice requests list --purge`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Purge && !cmd.Flags().Changed("limit") {
				o.Kept.Limit = 0
			}
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Call, "call", "", "show only the call with this `SID` or unique prefix of a SID")
	o.Kept.Bind(flags, "requests")
	flags.BoolVar(&o.Purge, "purge", false, "permanently delete the listed requests")
	return f.CompleteFields(cmd, listView)
}

// List lists requests.
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
	shown, err := o.show(ctx, archive, q, rows)
	if err = cmdutil.IgnoreUnread(cmdutil.Finish(rows, err)); err != nil || !o.Purge {
		return err
	}
	if f.DryRun {
		f.Env.Notef("would delete %s", count(len(shown)))
		return nil
	}
	if err := archive.Purge(ctx, shown); err != nil {
		return err
	}
	f.Env.Notef("deleted %s", count(len(shown)))
	return nil
}

func (o ListOptions) show(ctx context.Context, archive *capture.Archive, q capture.Query, rows *term.List) ([]capture.Head, error) {
	if o.Call != "" {
		call, err := archive.Find(ctx, o.Call)
		if err != nil {
			return nil, err
		}
		q.Call = call.CallSid
	}
	heads, err := archive.Requests(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		if err := rows.Add(h); err != nil {
			return nil, err
		}
	}
	return heads, nil
}

func listView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "id", Title: "id", Whole: true},
			{Key: "at", Title: "at"},
			{Key: "method", Title: "method"},
			{Key: "url", Title: "url"},
			{Key: "status", Title: "status"},
			{Key: "milliseconds", Title: "ms"},
			{Key: "problems", Title: "problems"},
			{Key: "call_sid", Title: "call"},
		},
		Keys: []string{"account_sid", "from", "to", "call_status", "purpose", "signed", "reason", "source", "replay_of", "session", "local", "redirect"},
		ID:   id,
	}
}

func id(r term.Record) string { return r.String("id") }

func count(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}
