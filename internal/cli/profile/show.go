package profile

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/term"
)

// ShowOptions are the arguments and flags.
type ShowOptions struct{ Name string }

// NewShow returns the command `twvoice profile show`.
func NewShow(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ShowOptions) error) *cobra.Command {
	o := ShowOptions{}
	return f.CompleteFields(&cobra.Command{
		Use:   "show [NAME]",
		Short: "Show one profile and which secrets are stored with it",
		Example: `  twvoice profile show
  twvoice profile show work -o json --jq '.secrets[]'`,
		Args: cmdutil.Args("[NAME]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Name = args[0]
			}
			return run(cmd.Context(), f, o)
		},
	}, showView)
}

// Show shows a profile. It reads the secrets, because the answer includes whether they can be read.
func Show(ctx context.Context, f *cmdutil.Factory, o ShowOptions) error {
	name, err := named(f, o.Name)
	if err != nil {
		return err
	}
	p, err := f.Config().FindProfile(name)
	if err != nil {
		return err
	}
	one := rowOf(f, p)
	var secrets config.Secrets
	if p.Store == config.InTwilioCLI {
		_, err = f.Config().Credentials(ctx, config.Typed{Profile: name})
		one.Secrets = []string{"key_secret"}
	} else if secrets, err = f.Config().Secrets(ctx, p); err == nil {
		one.Secrets = secrets.Names()
	}
	if err != nil {
		one.Secrets = nil
	}
	return cmp.Or(cmdutil.IgnoreUnread(f.Output().One(showView(), one)), err)
}

func showView() term.View {
	more := []term.Column{{Key: "api_url", Title: "API URL"}, {Key: "secrets", Title: "secrets", Text: names}}
	return term.View{Columns: append(columns(), more...), ID: id}
}

// names formats the names of secrets for users.
func names(r term.Record) string {
	var all []string
	list, _ := r.Value("secrets").([]any)
	for _, name := range list {
		all = append(all, fmt.Sprint(name))
	}
	return strings.Join(all, ", ")
}
