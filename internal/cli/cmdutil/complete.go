package cmdutil

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/term"
)

// shellPatience limits how long the user waits after pressing Tab.
const shellPatience = 2 * time.Second

// Completing reports whether the command is the one that a shell runs for completion.
func Completing(cmd *cobra.Command) bool {
	return strings.HasPrefix(cmd.Name(), cobra.ShellCompRequestCmd)
}

// CompleteFields registers the fields of a command's answer, for the completion of --fields.
func (f *Factory) CompleteFields(cmd *cobra.Command, view func() term.View) *cobra.Command {
	if f.views == nil {
		f.views = map[*cobra.Command]func() term.View{}
	}
	f.views[cmd] = view
	return cmd
}

// BindCompletions adds completion to every command, according to its help: an argument called NUMBER completes numbers,
// a flag with a `profile` completes profiles. It only runs when a shell requests completion, so that other runs are not
// slowed down.
func (f *Factory) BindCompletions(root *cobra.Command) error {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	if err := f.completeFlags(root, root.PersistentFlags()); err != nil {
		return err
	}
	return f.bindBelow(root)
}

func (f *Factory) bindBelow(parent *cobra.Command) error {
	for _, cmd := range parent.Commands() {
		if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 && !cmd.HasSubCommands() && !Completing(cmd) {
			cmd.ValidArgsFunction = f.completeArguments(cmd)
		}
		if err := f.completeFlags(cmd, cmd.Flags()); err != nil {
			return err
		}
		if err := f.bindBelow(cmd); err != nil {
			return err
		}
	}
	return nil
}

func (f *Factory) completeFlags(cmd *cobra.Command, flags *pflag.FlagSet) error {
	var failed error
	flags.VisitAll(func(flag *pflag.Flag) {
		if _, inherited := cmd.GetFlagCompletionFunc(flag.Name); inherited || failed != nil {
			return
		}
		if complete := f.flagCompleter(flag); complete != nil {
			failed = cmd.RegisterFlagCompletionFunc(flag.Name, complete)
		}
	})
	return failed
}

// flagCompleter selects the completion by the name of the flag's value in the help.
func (f *Factory) flagCompleter(flag *pflag.Flag) cobra.CompletionFunc {
	if words := flag.Annotations[choices]; len(words) > 0 {
		return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	}
	value, _ := pflag.UnquoteUsage(flag)
	switch {
	case value == "fields":
		return f.completeFields
	case value == "profile":
		return f.completeWith(profiles)
	case value == "number":
		return f.completeWith(numbers)
	case value == "SID" && flag.Name == "call":
		return f.completeWith(callSids)
	case strings.Contains(value, "file") && len(flag.Annotations[cobra.BashCompFilenameExt]) == 0:
		return cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault)
	}
	return nil
}

// candidates returns possible completions. Its factory has no output and asks no questions.
type candidates func(ctx context.Context, f *Factory) ([]cobra.Completion, error)

// completeWith completes with the candidates found in time. After an error it offers nothing, because a shell has no place for
// a message.
func (f *Factory) completeWith(find candidates) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		quiet, err := f.muted(cmd)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), shellPatience)
		defer cancel()
		found, err := find(ctx, quiet)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return slices.DeleteFunc(found, func(c cobra.Completion) bool {
			word, _, _ := strings.Cut(c, "\t")
			return !strings.HasPrefix(word, typed) || slices.Contains(args, word)
		}), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// muted returns a factory with the flags typed so far and the configuration, without input and output.
func (f *Factory) muted(cmd *cobra.Command) (*Factory, error) {
	if err := f.Resolve(cmd); err != nil {
		return nil, err
	}
	quiet := *f
	quiet.Env.Stdin, quiet.Env.Stdout, quiet.Env.Stderr = strings.NewReader(""), io.Discard, io.Discard
	quiet.Env.In, quiet.Env.Out, quiet.Env.Err = app.Terminal{}, app.Terminal{}, app.Terminal{}
	quiet.Verbose, quiet.DryRun = false, false
	return &quiet, nil
}
