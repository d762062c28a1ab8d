package cmdutil

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/alert"
)

// offered limits the numbers, calls and requests that are offered.
const offered = 200

// numbers returns the account's numbers, with their names.
func numbers(ctx context.Context, f *Factory) ([]cobra.Completion, error) {
	a, err := f.Account(ctx)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	var all []cobra.Completion
	for n, err := range a.API.Numbers.List(ctx, twilioapi.NumberFilter{}, offered) {
		if err != nil {
			return all, err
		}
		all = append(all, described(n.PhoneNumber, n.FriendlyName))
	}
	return all, nil
}

// profiles returns twvoice's profiles and those of Twilio's CLI.
func profiles(_ context.Context, f *Factory) ([]cobra.Completion, error) {
	var all []cobra.Completion
	for _, p := range f.config.AllProfiles() {
		all = append(all, described(p.Name, p.AccountSid))
	}
	return all, nil
}

// callSids returns the calls stored by serve, newest first.
func callSids(ctx context.Context, f *Factory) ([]cobra.Completion, error) {
	archive, err := f.Archive(ctx)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	calls, err := Calls(ctx, archive, capture.Query{Local: f.Local, Limit: offered})
	var all []cobra.Completion
	for _, c := range slices.Backward(calls) {
		all = append(all, described(c.CallSid, fmt.Sprintf("%s from %s, %s", c.At.Local().Format(time.DateTime), c.From, c.Status)))
	}
	return all, err
}

// openCalls returns the calls of the account that have not ended, by status, newest first.
func openCalls(ctx context.Context, f *Factory) ([]cobra.Completion, error) {
	a, err := f.Account(ctx)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	var all []cobra.Completion
	for _, status := range []string{"in-progress", "ringing", "queued"} {
		for c, err := range a.API.Calls.List(ctx, twilioapi.CallFilter{Status: status}, offered) {
			if err != nil {
				return all, err
			}
			all = append(all, described(c.SID, fmt.Sprintf("%s to %s, %s", c.From, c.To, c.Status)))
		}
	}
	return all, nil
}

// requestIDs returns the requests stored by serve, newest first.
func requestIDs(ctx context.Context, f *Factory) ([]cobra.Completion, error) {
	archive, err := f.Archive(ctx)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	heads, err := archive.Requests(ctx, capture.Query{Local: f.Local, Limit: offered})
	var all []cobra.Completion
	for _, h := range slices.Backward(heads) {
		all = append(all, described(h.ID, fmt.Sprintf("%s %s, %d", h.Method, h.URL, h.Status)))
	}
	return all, err
}

// codes returns Twilio's error codes, with their titles.
func codes(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for code := range alert.All() {
		if len(args) == 0 && strings.HasPrefix(code.Number, typed) {
			all = append(all, described(code.Number, code.Title))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// documents completes files: scenarios for test, TwiML for other commands.
func (f *Factory) documents(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	extensions := []cobra.Completion{"xml", "twiml"}
	if cmd.Name() == "test" {
		extensions = []cobra.Completion{"yaml"}
	}
	return extensions, cobra.ShellCompDirectiveFilterFileExt
}

// completeFields completes the last field of a list separated by commas.
func (f *Factory) completeFields(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	view, ok := f.views[cmd]
	if !ok {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	before := typed[:strings.LastIndex(typed, ",")+1]
	var all []cobra.Completion
	for _, field := range view().Fields() {
		if strings.HasPrefix(before+field.Key, typed) && !slices.Contains(strings.Split(before, ","), field.Key) {
			all = append(all, described(before+field.Key, field.Title))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
}

// described is a word with what it means. What comes from an account or a caller is one line without control characters.
func described(word, meaning string) cobra.Completion {
	return cobra.CompletionWithDesc(word, strings.ReplaceAll(term.OneLine(meaning), "\t", " "))
}
