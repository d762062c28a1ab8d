package numbers

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// ListOptions are the arguments and flags.
type ListOptions struct {
	Contains string
	Name     string
	VoiceURL *string // a glob; nil for every URL, "" for no URL
	Limit    int
}

// NewList returns the command `twvoice numbers list`.
func NewList(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ListOptions) error) *cobra.Command {
	o := ListOptions{}
	var glob string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the numbers of the account and where their calls go",
		Long: `List the numbers of the account and where their calls go.

With -o json, each number is printed as the API sent it, including passwords in URLs; other formats omit them.`,
		Example: `  twvoice numbers list
  twvoice numbers list --contains 415 -q
  twvoice numbers list --voice-url 'https://*.ngrok.app/*' -o json --jq '.[].sid'
  twvoice numbers list --voice-url '' --fields phone_number,date_created`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("voice-url") {
				o.VoiceURL = &glob
			}
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Contains, "contains", "", "list numbers with these `digits`, * for any one digit")
	flags.StringVar(&o.Name, "name", "", "list numbers with exactly this friendly `name`")
	flags.StringVar(&glob, "voice-url", "", "list numbers whose voice URL matches this `pattern`, * for any characters and ? for one; '' for no URL")
	flags.IntVar(&o.Limit, "limit", 0, "show at most this many `numbers`, 0 for all")
	return f.CompleteFields(cmd, ownedView)
}

// List lists numbers.
func List(ctx context.Context, f *cmdutil.Factory, o ListOptions) error {
	if o.Limit < 0 {
		return fault.With(errors.New("--limit must not be negative"), fault.Usage, "--limit 0 shows all")
	}
	rows, err := f.Output().List(ownedView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	tellLocal(f, a)
	return cmdutil.IgnoreUnread(cmdutil.Finish(rows, o.show(ctx, a, rows)))
}

// show reads page by page. The API cannot filter by URL, so with such a filter it reads more numbers than it shows.
func (o ListOptions) show(ctx context.Context, a *account.Account, rows *term.List) error {
	limit, matches := o.Limit, func(string) bool { return true }
	if o.VoiceURL != nil {
		limit, matches = 0, matchURL(*o.VoiceURL)
	}
	shown := 0
	for number, err := range a.API.Numbers.List(ctx, twilioapi.NumberFilter{PhoneNumber: o.Contains, FriendlyName: o.Name}, limit) {
		if err != nil {
			return err
		}
		if !matches(number.VoiceURL) {
			continue
		}
		if err := rows.Add(number.Raw); err != nil {
			return err
		}
		if shown++; shown == o.Limit {
			return nil
		}
	}
	return nil
}

// matchURL matches a whole URL. Unlike in a path, a * also matches slashes.
func matchURL(pattern string) func(string) bool {
	quoted := regexp.QuoteMeta(pattern)
	quoted = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(quoted)
	return regexp.MustCompile(`^(?s:` + quoted + `)$`).MatchString
}
