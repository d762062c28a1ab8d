package cli

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/call"
	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/cli/numbers"
	"github.com/twvoice/twvoice/internal/cli/serve"
	"github.com/twvoice/twvoice/internal/cli/version"
	"github.com/twvoice/twvoice/internal/cli/webhook"
)

// commands are the nouns, in the order in which help shows them.
func commands(f *frame.Frame) []*cobra.Command {
	return []*cobra.Command{
		serve.New(f, serve.Run),
		call.New(f, call.Run),
		numbers.New(f),
		webhook.New(f),
		version.New(f),
	}
}
