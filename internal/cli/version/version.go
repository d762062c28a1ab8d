// Package version is the command that prints the version of twvoice. It does not look for a newer one.
package version

import (
	"runtime"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// New returns the command `twvoice version`.
func New(f *cmdutil.Factory) *cobra.Command {
	return f.CompleteFields(&cobra.Command{
		Use:         "version",
		Short:       "Show the version of twvoice",
		Example:     "  twvoice version -o json",
		Args:        cmdutil.Args(),
		Annotations: map[string]string{cmdutil.Unsettled: ""},
		RunE: func(*cobra.Command, []string) error {
			return cmdutil.IgnoreUnread(f.Output().One(view(), map[string]string{
				"version": f.Env.Build.Version, "commit": f.Env.Build.Commit, "date": f.Env.Build.Date,
				"go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH,
			}))
		},
	}, view)
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "version", Title: "version"},
			{Key: "commit", Title: "commit"},
			{Key: "date", Title: "date"},
			{Key: "go", Title: "go"},
			{Key: "platform", Title: "platform"},
		},
		ID: func(r term.Record) string { return r.String("version") },
	}
}
