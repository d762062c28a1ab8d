package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/call"
	"github.com/twvoice/twvoice/internal/cli/calls"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/configcmd"
	"github.com/twvoice/twvoice/internal/cli/dial"
	"github.com/twvoice/twvoice/internal/cli/doctor"
	"github.com/twvoice/twvoice/internal/cli/emulate"
	"github.com/twvoice/twvoice/internal/cli/login"
	"github.com/twvoice/twvoice/internal/cli/logs"
	"github.com/twvoice/twvoice/internal/cli/numbers"
	"github.com/twvoice/twvoice/internal/cli/profile"
	"github.com/twvoice/twvoice/internal/cli/requests"
	"github.com/twvoice/twvoice/internal/cli/serve"
	"github.com/twvoice/twvoice/internal/cli/testcmd"
	"github.com/twvoice/twvoice/internal/cli/text"
	"github.com/twvoice/twvoice/internal/cli/twiml"
	"github.com/twvoice/twvoice/internal/cli/version"
	"github.com/twvoice/twvoice/internal/cli/webhook"
	"github.com/twvoice/twvoice/internal/cli/whoami"
)

// groups returns the headings for the commands in the help.
func groups() []*cobra.Group {
	return []*cobra.Group{
		{ID: "talk", Title: "Calls and messages:"},
		{ID: "again", Title: "Inspect and replay:"},
		{ID: "numbers", Title: "Numbers:"},
		{ID: "account", Title: "Credentials and settings:"},
	}
}

// commands returns all commands.
func commands(f *cmdutil.Factory) []*cobra.Command {
	return slices.Concat(
		grouped("talk", serve.New(f, serve.RunWithBuyer(numbers.BuyOne)), call.New(f, call.Run), text.New(f, text.Run), dial.New(f, dial.Run), testcmd.New(f, testcmd.Run), emulate.New(f, emulate.Run), twiml.New(f)),
		grouped("again", requests.New(f), calls.New(f), logs.New(f, logs.Run)),
		grouped("numbers", numbers.New(f), webhook.New(f)),
		grouped("account", login.New(f, login.Run), login.NewLogout(f, login.Logout), profile.New(f), whoami.New(f, whoami.Run), configcmd.New(f, configcmd.Run), doctor.New(f, doctor.Run)),
		[]*cobra.Command{version.New(f)},
	)
}

func grouped(group string, all ...*cobra.Command) []*cobra.Command {
	for _, cmd := range all {
		cmd.GroupID = group
	}
	return all
}
