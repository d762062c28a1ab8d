package cli

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/call"
	"github.com/twvoice/twvoice/internal/cli/configcmd"
	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/cli/login"
	"github.com/twvoice/twvoice/internal/cli/numbers"
	"github.com/twvoice/twvoice/internal/cli/profile"
	"github.com/twvoice/twvoice/internal/cli/serve"
	"github.com/twvoice/twvoice/internal/cli/version"
	"github.com/twvoice/twvoice/internal/cli/webhook"
	"github.com/twvoice/twvoice/internal/cli/whoami"
)

// commands are the nouns, in the order in which help shows them.
func commands(f *frame.Frame) []*cobra.Command {
	return []*cobra.Command{
		serve.New(f, serve.Run),
		call.New(f, call.Run),
		numbers.New(f),
		webhook.New(f),
		login.New(f, login.Run),
		login.NewLogout(f, login.Logout),
		profile.New(f),
		whoami.New(f, whoami.Run),
		configcmd.New(f, configcmd.Run),
		version.New(f),
	}
}
