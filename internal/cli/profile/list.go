package profile

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// NewList returns the command `twvoice profile list`.
func NewList(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory) error) *cobra.Command {
	return f.CompleteFields(&cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the profiles, including those of Twilio's own CLI",
		Example: `  twvoice profile list
  twvoice profile list -o json --jq '.[] | select(.active) | .account_sid'`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f) },
	}, listView)
}

// List lists twvoice's profiles, then those of Twilio's CLI with other names.
func List(_ context.Context, f *cmdutil.Factory) error {
	list, err := f.Output().List(listView())
	if err != nil {
		return err
	}
	for _, p := range f.Config().AllProfiles() {
		if err := list.Add(rowOf(f, p)); err != nil {
			return cmdutil.IgnoreUnread(err)
		}
	}
	return cmdutil.IgnoreUnread(list.Close())
}

func listView() term.View { return term.View{Columns: columns(), Keys: []string{"api_url"}, ID: id} }
