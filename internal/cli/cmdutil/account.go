package cmdutil

import (
	"context"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Account opens the account that the command uses. The caller must close it.
func (f *Factory) Account(ctx context.Context) (*account.Account, error) {
	if !f.Local {
		f.warnPlace()
		f.warnProxies()
	}
	return account.Open(ctx, f.AccountOptions(ctx))
}

// Number opens the account and finds a number in it, as a user typed it. The caller closes the account, unless there is an error.
func (f *Factory) Number(ctx context.Context, typed string) (*account.Account, twilioapi.Number, error) {
	a, err := f.Account(ctx)
	if err != nil {
		return nil, twilioapi.Number{}, err
	}
	number, err := a.Find(ctx, typed)
	if err != nil {
		_ = a.Close()
		return nil, twilioapi.Number{}, err
	}
	return a, number, nil
}

// AccountThatCalls is an account of which the phones ring with --local too, as long as it is open.
func (f *Factory) AccountThatCalls(ctx context.Context, local account.Phones) (*account.Account, error) {
	o := f.AccountOptions(ctx)
	o.Phones = &local
	return account.Open(ctx, o)
}

// AccountOptions returns the flags and settings of the account.
func (f *Factory) AccountOptions(ctx context.Context) account.Options {
	o := account.Options{
		Env: f.Env, Config: f.config, Local: f.Local, Typed: f.TypedCredentials(ctx),
		Region: f.Region, Edge: f.Edge, APIURL: f.APIURL, Timeout: f.Timeout, DryRun: f.DryRun, Flags: f.AccountFlags(),
	}
	if f.Verbose {
		o.Trace = f.trace
	}
	return o
}

// TypedCredentials returns the credential flags.
func (f *Factory) TypedCredentials(ctx context.Context) config.Typed {
	typed := config.Typed{
		AccountSid: f.AccountSid, AuthTokenFile: f.AuthTokenFile, APISecretFile: f.APISecretFile, Stdin: f.Env.Input(ctx),
	}
	if f.Typed("profile") {
		typed.Profile = f.Profile
	}
	return typed
}

// trace shows one API request. The client has redacted it.
func (f *Factory) trace(e twilioapi.Exchange) {
	paint := f.Paint()
	answer := fmt.Sprint(e.Status)
	if e.Err != nil {
		answer = e.Err.Error()
	}
	line := fmt.Sprintf("%s %s → %s in %d ms", e.Method, e.URL, answer, e.Duration.Round(time.Millisecond).Milliseconds())
	if e.RequestID != "" {
		line += " " + e.RequestID
	}
	if e.Attempt > 1 {
		line += fmt.Sprintf(" (attempt %d)", e.Attempt)
	}
	f.Env.Notef("%s", paint.Dim(line))
	if e.Form != "" {
		f.Env.Notef("%s", paint.Dim("  "+e.Form))
	}
}
