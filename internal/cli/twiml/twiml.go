// Package twiml has the commands for TwiML documents: check, format, and explain Twilio's codes. It does not run
// documents (see call) or serve them, and changes nothing on Twilio.
package twiml

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New returns the command `twvoice twiml` with its subcommands.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "twiml",
		Short: "Check and format TwiML documents, and explain Twilio's error codes",
	}
	cmd.AddCommand(NewLint(f, Lint), NewFmt(f, Fmt), NewExplain(f, Explain))
	return cmd
}
