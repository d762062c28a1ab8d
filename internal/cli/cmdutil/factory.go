// Package cmdutil is shared by the commands: the global flags, the configuration, the output format, the account, and
// the confirmation before money is spent. It contains no command; the package of a noun turns flags into Options and
// gets the rest from the [Factory].
package cmdutil

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// Factory holds the state of one run of the program. Make one with [New]. It is for one goroutine.
type Factory struct {
	Env      app.Env
	Canceled <-chan struct{} // closed when the command must end; nil: never

	Local   bool
	DryRun  bool
	Yes     bool
	Quiet   bool
	Verbose bool
	NoColor bool

	Profile        string
	AccountSid     string
	Region, Edge   string
	APIURL         string
	AuthTokenFile  string
	APISecretFile  string
	Timeout        time.Duration
	output, filter string
	fields         []string
	config         *config.Config
	typed          map[string]bool // flags set on the command line
	views          map[*cobra.Command]func() term.View
	last           *lastWords // shared by the copies for another account
}

// New returns the factory of one run.
func New(env app.Env) *Factory { return &Factory{Env: env, last: &lastWords{}} }

// Bind adds the global flags.
func (f *Factory) Bind(flags *pflag.FlagSet) {
	flags.BoolVar(&f.Local, "local", false, "use the local emulator: no account, no network")
	flags.StringVarP(&f.output, "output", "o", "table", "output `format`: table, json, jsonl, csv or tsv")
	flags.StringSliceVar(&f.fields, "fields", nil, "show only these `fields`")
	flags.StringVar(&f.filter, "jq", "", "filter JSON output with a jq `expression`")
	flags.BoolVarP(&f.Quiet, "quiet", "q", false, "print only identifiers, one per line")
	flags.BoolVarP(&f.Yes, "yes", "y", false, "do not ask for confirmation")
	flags.BoolVar(&f.DryRun, "dry-run", false, "print what would be sent and send nothing")
	flags.StringVar(&f.Profile, "profile", "", "use the credentials of this `profile`")
	flags.StringVar(&f.AccountSid, "account-sid", "", "use the account or subaccount with this `SID`")
	flags.StringVar(&f.AuthTokenFile, "auth-token-file", "", "read the auth token from this `file`, - for standard input")
	flags.StringVar(&f.APISecretFile, "api-secret-file", "", "read the API key's secret from this `file`, - for standard input")
	flags.StringVar(&f.Region, "region", "", "Twilio `region`: us1, ie1, au1")
	flags.StringVar(&f.Edge, "edge", "", "Twilio `edge`: ashburn, dublin, sydney and others")
	flags.StringVar(&f.APIURL, "api-url", "", "use this `URL` of a Twilio-compatible server")
	flags.DurationVar(&f.Timeout, "timeout", 30*time.Second, "stop waiting for an API request after this `time`")
	flags.BoolVar(&f.NoColor, "no-color", false, "print without colors")
	flags.BoolVarP(&f.Verbose, "verbose", "v", false, "show API requests on standard error, secrets redacted")
	OneOf(flags, "output", term.FormatNames()...)
	OneOf(flags, "region", "us1", "ie1", "au1")
	OneOf(flags, "edge", edgeNames()...)
}

// Resolve sets the flags that were not typed from the environment and the configuration files.
func (f *Factory) Resolve(cmd *cobra.Command) error {
	from := config.From{Getenv: f.Env.Getenv, Dir: f.Env.Dir, Folder: f.Env.Folders.Config}
	loaded, err := config.Load(from)
	if err != nil && !needsNoSettings(cmd) {
		return err
	}
	if err != nil {
		loaded = config.Unset(from)
	}
	f.config = loaded
	f.typed = map[string]bool{}
	cmd.Flags().Visit(func(flag *pflag.Flag) { f.typed[flag.Name] = true })
	for _, setting := range config.Settings() {
		flag := cmd.Flags().Lookup(setting.Flag)
		value, set := loaded.Lookup(setting.Key)
		if flag == nil || !set || f.typed[setting.Flag] || f.excludedByTyped(cmd, setting.Flag) {
			continue
		}
		for _, text := range value.Texts {
			if err := flag.Value.Set(text); err != nil {
				return fault.With(fmt.Errorf("%s: %s: %w", value.Source, setting.Key, flagValueError(flag, text, err)), fault.Usage, "")
			}
		}
	}
	if f.Timeout <= 0 {
		return fault.With(fmt.Errorf("--timeout %s is invalid: it must be positive", f.Timeout), fault.Usage, "--timeout 30s")
	}
	_, err = term.ParseFormat(f.output)
	f.noteOutput()
	return err
}

// Unsettled is the annotation of a command that does not depend on settings, so that it works with invalid ones.
const Unsettled = "unsettled"

func needsNoSettings(cmd *cobra.Command) bool {
	_, ok := cmd.Annotations[Unsettled]
	return ok || Completing(cmd)
}

// excludedByTyped reports whether a typed flag excludes this one, so that its configured value is ignored. With --no-number on
// the command line, the number in twvoice.yaml does not count.
func (f *Factory) excludedByTyped(cmd *cobra.Command, flag string) bool {
	rivals := map[string][]string{
		"number": {"no-number"}, "no-inspect": {"inspect-port"}, "twiml": {"forward"}, "tunnel": {"public-url"}, "public-url": {"tunnel"},
		"local": {"profile", "account-sid", "api-url", "region", "edge"}, "region": {"api-url"}, "edge": {"api-url"},
	}
	if flag == "port" && cmd.Name() != "serve" {
		return true // the setting is for serve's port; that of emulate is separate
	}
	if cmd.Name() == "dial" && slices.Contains([]string{"twiml", "url", "method"}, flag) {
		return true // the settings are for serve: for a file, call uses only that file
	}
	for _, rival := range rivals[flag] {
		if f.typed[rival] {
			return true
		}
	}
	return false
}

// Typed reports whether a flag was set on the command line.
func (f *Factory) Typed(flag string) bool { return f.typed[flag] }

// Config returns the configuration outside the command line.
func (f *Factory) Config() *config.Config { return f.config }

// Output returns how to show the command's answer.
func (f *Factory) Output() term.Output {
	format := term.Format(f.output)
	if f.filter != "" && format == term.Table {
		format = term.JSON
	}
	return term.Output{
		To: &Answer{To: f.Env.Stdout}, Format: format, Fields: f.fields, Filter: f.filter, Quiet: f.Quiet,
		Terminal: f.Env.Out.Is, Width: f.Env.Out.Width,
		Paint: term.Choose(f.Env.Out.Is, f.NoColor, f.Env.Getenv), Canceled: f.Canceled,
	}
}

// Paint returns the colors for standard error.
func (f *Factory) Paint() term.Paint { return term.Choose(f.Env.Err.Is, f.NoColor, f.Env.Getenv) }

// Confirm asks before something that costs money or releases a number. Without a terminal it returns an error, unless
// --yes was typed. In a dry run it does not ask.
func (f *Factory) Confirm(ctx context.Context, question string) error {
	if f.Yes || f.DryRun {
		return nil
	}
	if !f.Env.Interactive() {
		what := strings.TrimSuffix(question, "?")
		return fault.With(fmt.Errorf("%s%s: confirmation needs a terminal", strings.ToLower(what[:1]), what[1:]), fault.Usage, "add --yes to skip the question")
	}
	yes, err := f.Asker().Confirm(ctx, question)
	if err != nil {
		return err
	}
	if !yes {
		return fault.With(errors.New("not confirmed: nothing was done"), fault.Interrupted, "")
	}
	return nil
}

// Asker returns an asker for the user at the terminal.
func (f *Factory) Asker() term.Asker {
	return term.Asker{In: f.Env.Stdin, Out: f.Env.Stderr, Paint: f.Paint()}
}
