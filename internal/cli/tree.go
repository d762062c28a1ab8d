package cli

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// Tree returns every command with its flags, for generated documentation: manual pages, completions, a reference. It
// cannot be run.
func Tree() *cobra.Command {
	root := newRoot(cmdutil.New(app.Env{}))
	root.DisableAutoGenTag = true // the output must not depend on the date
	return root
}
