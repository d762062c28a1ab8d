// Package whoami is the command that shows which account commands would use, and where that is set. It never shows a
// secret, only its source.
package whoami

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// New returns the command `twvoice whoami`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory) error) *cobra.Command {
	return f.CompleteFields(&cobra.Command{
		Use:   "whoami",
		Short: "Show which account is used and where each credential came from",
		Long: `Show which account is used and where each credential came from: flags, the environment, a profile, or a profile of
Twilio's own CLI, in this order. With --local, no network request is made.

Credentials that Twilio rejects are shown too, with exit code 4.`,
		Example: `  twvoice whoami
  twvoice whoami --profile work -o json --jq .account_sid
  twvoice whoami --local`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f) },
	}, func() term.View { return view(true) })
}

// Run shows the local settings first, even if the API then rejects the credentials: that is when they are needed most.
func Run(ctx context.Context, f *cmdutil.Factory) error {
	if _, err := f.Output().List(view(false)); err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	who, err := sources(ctx, f, a)
	if err != nil {
		return err
	}
	trimmed := a.Credentials().Trimmed
	if _, what := config.Tidy(f.Env.Getenv("NGROK_AUTHTOKEN")); what != "" {
		trimmed = append(slices.Clone(trimmed), "NGROK_AUTHTOKEN is read without "+what)
	}
	for _, told := range trimmed {
		f.Env.Notef("%s", told)
	}
	refused := ask(ctx, f, a, &who)
	people := f.Env.Out.Is && !f.Output().Machine()
	if err := cmdutil.IgnoreUnread(f.Output().One(view(people), who)); err != nil {
		return err
	}
	return refused
}

// ask requests the account's name, type and status.
func ask(ctx context.Context, f *cmdutil.Factory, a *account.Account, who *identity) error {
	api, err := a.API.Accounts.Get(ctx, "")
	if fault.ExitOf(err) == fault.Credentials && who.keyed {
		// A standard API key cannot read its account, and a restricted one only what it was given. If Twilio answers
		// with that error, the key is valid. https://www.twilio.com/docs/iam/api-keys
		if may, unknown := a.API.Abilities(ctx); unknown == nil {
			f.Env.Notef("an API key cannot read its account: name, type and status stay unknown")
			f.Env.Notef("the API key %s", may)
			return nil
		}
	}
	if err != nil {
		return err
	}
	who.FriendlyName, who.Type, who.Status = api.FriendlyName, api.Type, api.Status
	if api.Subaccount() {
		who.Owner = api.OwnerAccountSid
	}
	return nil
}
