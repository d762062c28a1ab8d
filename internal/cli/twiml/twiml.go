// Package twiml is the noun for documents by themselves: what is wrong with one, how it is laid out, and what Twilio's codes
// mean. It runs no document (that is call) and serves none; it changes nothing on Twilio.
package twiml

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New is `twvoice twiml` with its verbs.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "twiml",
		Short: "Check and format TwiML documents, and explain Twilio's error codes",
	}
	cmd.AddCommand(NewLint(f, Lint), NewFmt(f, Fmt), NewExplain(f, Explain))
	return cmd
}
