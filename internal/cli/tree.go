package cli

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// Tree is every command with its flags, for whoever writes down what there is: manual pages, completions, a reference.
// It is to be read, not to be run.
func Tree() *cobra.Command {
	root := newRoot(cmdutil.New(app.Env{}))
	root.DisableAutoGenTag = true // the same tree is the same text, whatever the day
	return root
}
