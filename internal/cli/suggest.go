package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/fault"
)

// suggest returns the hint for an unknown subcommand: the command that the word abbreviates or resembles. Say is the
// text before a command's path: "twvoice".
func suggest(parent *cobra.Command, typed, say string) string {
	near := ""
	var names []string
	for _, cmd := range parent.Commands() {
		if !cmd.IsAvailableCommand() {
			continue
		}
		names = append(names, cmd.Name())
		names = append(names, cmd.Aliases...)
		if typed != "" && strings.HasPrefix(cmd.Name(), typed) {
			near = cmd.Name()
		}
	}
	if near == "" {
		near = fault.Nearest(typed, names)
	}
	if near == "" {
		return parent.CommandPath() + " --help"
	}
	return "did you mean: " + say + strings.TrimPrefix(parent.CommandPath(), parent.Root().Name()) + " " + near
}

// namesBelow completes the arguments of help: commands and subcommands.
func namesBelow(root *cobra.Command, args []string, typed string) []cobra.Completion {
	parent, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	var all []cobra.Completion
	for _, cmd := range parent.Commands() {
		if cmd.IsAvailableCommand() && strings.HasPrefix(cmd.Name(), typed) {
			all = append(all, cobra.CompletionWithDesc(cmd.Name(), cmd.Short))
		}
	}
	return all
}
