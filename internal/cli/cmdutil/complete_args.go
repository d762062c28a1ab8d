package cmdutil

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// completeArguments selects the completion by the names in the command's usage: "set NUMBER URL", "show [NAME]",
// "release NUMBER...".
func (f *Factory) completeArguments(cmd *cobra.Command) cobra.CompletionFunc {
	words, many := argumentNames(cmd.Use)
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if strings.Contains(cmd.Use, "COMMAND") && slices.Contains(f.Env.Args[:len(f.Env.Args)-1], "--") { // pflag has removed the --
			return nil, cobra.ShellCompDirectiveDefault // the arguments of COMMAND are completed as files
		}
		at := len(args)
		if many && at >= len(words) {
			at = len(words) - 1
		}
		if at < 0 || at >= len(words) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return f.completeArgument(words[at], typed)(cmd, args, typed)
	}
}

// argumentNames returns the arguments of a usage line, each with its alternatives, and whether the last one repeats.
func argumentNames(use string) (names [][]string, many bool) {
	for _, word := range strings.Fields(use)[1:] {
		word = strings.Trim(word, "[]")
		if strings.HasPrefix(word, "-") {
			break // flags and COMMAND
		}
		many = strings.Contains(word, "...") || strings.Contains(word, "…")
		names = append(names, strings.Split(strings.NewReplacer("...", "", "…", "", "]", "").Replace(word), "|"))
	}
	return names, many
}

// completeArgument completes an argument of several kinds. The shell completes files; where a file is allowed too,
// numbers are only offered if the text begins like one.
func (f *Factory) completeArgument(kinds []string, typed string) cobra.CompletionFunc {
	complete := cobra.NoFileCompletions
	for _, kind := range kinds {
		switch kind {
		case "NUMBER":
			if !slices.Contains(kinds, "FILE") || strings.HasPrefix(typed, "+") {
				return f.completeWith(numbers)
			}
		case "FILE", "DIR":
			complete = f.documents
		case "NAME":
			return f.completeWith(profiles)
		case "CODE":
			return codes
		case "CALL":
			return f.completeWith(callSids)
		case "SID":
			return f.completeWith(openCalls)
		case "ID":
			return f.completeWith(requestIDs)
		}
	}
	return complete
}
