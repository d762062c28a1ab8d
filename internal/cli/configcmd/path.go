package configcmd

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// NewPath returns the command `twvoice config path`.
func NewPath(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory) error) *cobra.Command {
	return f.CompleteFields(&cobra.Command{
		Use:   "path",
		Short: "Show the paths of the two settings files",
		Example: `  twvoice config path
  $EDITOR "$(twvoice config path --jq '.[] | select(.file == "user") | .path')"`,
		Args:        cmdutil.Args(),
		Annotations: map[string]string{cmdutil.Unsettled: ""},
		RunE:        func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f) },
	}, pathView)
}

// Path shows the paths of the configuration files, whether they exist or not.
func Path(_ context.Context, f *cmdutil.Factory) error {
	list, err := f.Output().List(pathView())
	if err != nil {
		return err
	}
	project, user := f.Config().Files()
	for _, file := range []struct{ name, path string }{{"project", project}, {"user", user}} {
		_, err := os.Stat(file.path)
		if err := list.Add(map[string]any{"file": file.name, "path": file.path, "exists": err == nil}); err != nil {
			return cmdutil.IgnoreUnread(err)
		}
	}
	return cmdutil.IgnoreUnread(list.Close())
}

func pathView() term.View {
	return term.View{
		Columns: []term.Column{{Key: "file", Title: "file"}, {Key: "path", Title: "path"}, {Key: "exists", Title: "exists"}},
		ID:      func(r term.Record) string { return r.String("path") },
	}
}
