// Package configcmd is the command config: it shows the settings and where each is set. It changes nothing; files are
// edited with an editor, and profiles with login. Its name avoids a conflict with internal/config.
package configcmd

import (
	"context"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/term"
)

// Options are the values of flags.
type Options struct {
	Typed    map[string]string // of typed flags
	Defaults map[string]string // default values of flags
}

// New returns the command `twvoice config`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show every setting with its value and where it was set",
		Long: `Show every setting with its value and where it was set.

Precedence, highest first: flags, TWVOICE_* variables, twvoice.yaml in the project folder, your own config.yaml,
defaults. twvoice.yaml is shared by everyone on the project, so it cannot set where credentials are sent. Neither file
holds secrets.`,
		Example: `  twvoice config
  twvoice config -o json --jq '.[] | select(.source != "default")'
  TWVOICE_TIMEOUT=5s twvoice config --fields key,value,source
  twvoice config path`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), f, options(f, cmd))
		},
	}
	cmd.AddCommand(NewPath(f, Path))
	return f.CompleteFields(cmd, view)
}

// options reads the flags: the global ones of this command, the others of serve.
func options(f *cmdutil.Factory, cmd *cobra.Command) Options {
	o := Options{Typed: map[string]string{}, Defaults: map[string]string{}}
	sets := []*pflag.FlagSet{cmd.Flags()}
	if serve, _, err := cmd.Root().Find([]string{"serve"}); err == nil {
		sets = append(sets, serve.Flags())
	}
	for _, s := range config.Settings() {
		o.Defaults[s.Key] = s.Default
		for _, flags := range sets {
			flag := flags.Lookup(s.Flag)
			if flag == nil {
				continue
			}
			if f.Typed(s.Flag) {
				o.Typed[s.Key] = flag.Value.String()
			}
			if o.Defaults[s.Key] = flag.DefValue; s.List {
				o.Defaults[s.Key] = ""
			}
			break
		}
	}
	return o
}

// setting is one row.
type setting struct {
	Key      string   `json:"key"`
	Value    string   `json:"value"`
	Values   []string `json:"values"` // the single values of a list
	Source   string   `json:"source"`
	Variable string   `json:"variable"`
	Help     string   `json:"help"`
}

// Run shows the settings.
func Run(_ context.Context, f *cmdutil.Factory, o Options) error {
	list, err := f.Output().List(view())
	if err != nil {
		return err
	}
	for _, s := range config.Settings() {
		if err := list.Add(row(f.Config(), s, o)); err != nil {
			return cmdutil.IgnoreUnread(err)
		}
	}
	return cmdutil.IgnoreUnread(list.Close())
}

func row(c *config.Config, s config.Setting, o Options) setting {
	one := setting{Key: s.Key, Values: []string{}, Variable: config.Variable(s.Key), Help: s.Help}
	typed, isTyped := o.Typed[s.Key]
	set, isSet := c.Lookup(s.Key)
	switch {
	case isTyped:
		one.Values, one.Source = []string{typed}, "--"+s.Flag
	case isSet:
		one.Values, one.Source = set.Texts, set.Source
	default:
		one.Source = "default"
		if value := o.Defaults[s.Key]; value != "" {
			one.Values = []string{value}
		}
	}
	one.Values = redact(one.Values)
	one.Value = strings.Join(one.Values, ",")
	return one
}

// redact hides the password in a proxy's URL.
func redact(values []string) []string {
	all := []string{}
	for _, value := range values {
		if u, err := url.Parse(value); err == nil && u.User != nil {
			value = u.Redacted()
		}
		all = append(all, value)
	}
	return all
}

func view() term.View {
	return term.View{
		Columns: []term.Column{{Key: "key", Title: "setting"}, {Key: "value", Title: "value"}, {Key: "source", Title: "source"}},
		Keys:    []string{"variable", "values", "help"},
		ID:      func(r term.Record) string { return r.String("key") },
	}
}
