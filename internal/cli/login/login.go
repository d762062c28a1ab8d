// Package login has the two commands that store an account's credentials and delete them.
//
// They do not accept a secret as a flag value, which every process of the machine could read. They do not store
// credentials that Twilio rejected, and do not replace another account's credentials without confirmation.
package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// Options are the arguments and flags. The profile, the account, the region and the files of the auth token and the
// key's secret are global flags.
type Options struct {
	KeySid     string
	NgrokToken string // a file, or - for standard input
	NoCheck    bool
}

// New returns the command `twvoice login`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Store the credentials of an account as a profile",
		Long: `Store the credentials of an account as a profile.

On a terminal, login asks for what is missing and does not show secrets as you type. It checks the credentials with
Twilio; if Twilio rejects them, nothing is stored. Secrets go into the system's keyring. Without a keyring, or if it does
not answer within three seconds, they go into a file that only you can read, with a warning.

The auth token is enough for everything. An API key can be revoked separately, but cannot verify signatures, which serve
needs: with both, the key calls the API and the token verifies. The first profile becomes the active one.`,
		Example: `  twvoice login
  twvoice login --profile work --account-sid AC0123456789abcdef0123456789abcdef --auth-token-file token.txt
  pass twilio/work | twvoice login --profile work --account-sid AC0123456789abcdef0123456789abcdef --auth-token-file -
  twvoice login --ngrok-authtoken-file ngrok.txt`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f, o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.KeySid, "api-key", "", "call the API with this `key`, SK…; its secret is read from --api-secret-file")
	flags.StringVar(&o.NgrokToken, "ngrok-authtoken-file", "", "also store ngrok's authtoken from this `file`, - for standard input")
	flags.BoolVar(&o.NoCheck, "no-check", false, "store the credentials without checking them with Twilio")
	return f.CompleteFields(cmd, view)
}

// Run stores the credentials.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	if f.Typed("local") {
		return fault.With(errors.New("the local account needs no login"), fault.Usage, "twvoice whoami --local")
	}
	name := cmp.Or(f.Profile, "default")
	if err := config.CheckProfileName(name); err != nil {
		return err
	}
	if _, err := f.Output().List(view()); err != nil { // rejects an invalid --fields before anything is stored
		return err
	}
	l := &login{f: f, o: o, name: name}
	l.old, l.known = f.Config().Profile(name)
	if err := l.gather(ctx); err != nil {
		return err
	}
	if l.known && l.old.AccountSid != l.profile.AccountSid {
		if err := f.Confirm(ctx, fmt.Sprintf("Replace profile %s, which is account %s?", name, l.old.AccountSid)); err != nil {
			return err
		}
	}
	if !o.NoCheck && !l.onlyNgrok() {
		if err := l.check(ctx); err != nil {
			return err
		}
	}
	if f.DryRun {
		f.Env.Notef("dry run: profile %s would be stored, as account %s", name, l.profile.AccountSid)
		return nil
	}
	return l.store(ctx)
}

// login is one run of the command.
type login struct {
	f     *cmdutil.Factory
	o     Options
	name  string
	old   config.Profile
	known bool // old exists

	profile config.Profile
	secrets config.Secrets
	account string // the account's name and type, from Twilio
}

// store stores the profile and reports where.
func (l *login) store(ctx context.Context) error {
	f := l.f
	saved, err := f.Config().Save(ctx, l.profile, l.secrets, func(warning string) {
		f.Env.Notef("%s %s", f.Paint().Yellow("warning:"), warning)
	})
	if err != nil {
		return err
	}
	f.Env.Notef("profile %s is account %s%s; its secrets are in %s", l.name, saved.AccountSid, l.account, f.Config().Where(saved))
	set := f.Config().Text("profile")
	active := set == "" || set == l.name
	switch wins := f.Config().EnvironmentWins(); {
	case wins != "":
		f.Env.Notef("while %s is set, it is used instead; --profile %s overrides it", wins, l.name)
	case !active:
		f.Env.Notef("the active profile is %s; to change that: twvoice profile use %s", set, l.name)
	}
	if l.secrets.AuthToken == "" {
		f.Env.Notef("without an auth token, Twilio's signatures cannot be verified: serve needs --no-verify")
	}
	if !f.Output().Machine() {
		return nil
	}
	return f.Output().One(view(), map[string]any{
		"name": saved.Name, "account_sid": saved.AccountSid, "key_sid": saved.KeySid, "region": saved.Region, "edge": saved.Edge, "api_url": saved.APIURL,
		"store": saved.Store, "active": active,
	})
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "name", Title: "name"},
			{Key: "account_sid", Title: "account"},
			{Key: "key_sid", Title: "API key"},
			{Key: "region", Title: "region"},
			{Key: "edge", Title: "edge"},
			{Key: "store", Title: "secrets"},
			{Key: "active", Title: "active"},
		},
		Keys: []string{"api_url"},
		ID:   func(r term.Record) string { return r.String("name") },
	}
}
