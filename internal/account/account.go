// Package account is the account that a command acts on: Twilio's, or the local one of the built-in emulator.
// It is composed once, from what was typed and configured; commands see the same small surface for both.
// It never falls back from one to the other: a missing credential is an error, not a reason to pretend.
package account

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// localHost stands where a URL needs a host for the emulator, which is in this process.
const localHost = "http://local"

// Options are what was typed and configured.
type Options struct {
	Env    app.Env
	Config *config.Config

	Local        bool
	Typed        config.Typed
	Region, Edge string
	APIURL       string // a Twilio-compatible server
	Timeout      time.Duration
	Trace        func(twilioapi.Exchange) // of --verbose
	DryRun       bool
	Flags        string  // what a command in a hint needs to mean this account, each behind a blank
	Phones       *Phones // with Local: calls can be made; nil: none run

	Through func(http.RoundTripper) http.RoundTripper // what requests go through on their way; nil: nothing
}

// Account is one account. Make one with [Open], and close it; it is safe for concurrent use.
type Account struct {
	API   *twilioapi.Client
	Local bool
	// RingsHere says that its phones ring in this process, and only as long as it is open: nobody else runs its calls.
	RingsHere bool

	options     Options
	credentials config.Credentials
	db          func() (*store.DB, error)
	keeper      func() (*lease.Keeper, error)
	close       []func() error
}

// Open finds the account and asks nothing of it yet. Missing credentials are an error of exit code 4.
func Open(ctx context.Context, o Options) (*Account, error) {
	a := &Account{options: o, Local: o.Local}
	a.db = sync.OnceValues(func() (*store.DB, error) { return a.open(ctx) })
	a.keeper = sync.OnceValues(a.newKeeper)
	api := twilioapi.Options{Timeout: o.Timeout, Trace: o.Trace, Flags: o.Flags}
	var err error
	if o.Local {
		err = a.useEmulator(ctx, &api)
	} else {
		err = a.useTwilio(ctx, &api)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if o.DryRun {
		api.Transport = dryRun{next: api.Transport, out: o.Env.Stdout}
	}
	if o.Through != nil {
		api.Transport = o.Through(api.Transport)
	}
	a.API = twilioapi.New(api)
	return a, nil
}

func (a *Account) useTwilio(ctx context.Context, api *twilioapi.Options) error {
	found, err := a.options.Config.Credentials(ctx, a.options.Typed)
	if err != nil {
		return err
	}
	a.credentials = found
	api.Credentials = twilioapi.Credentials{
		AccountSid: found.AccountSid, AuthToken: found.AuthToken,
		KeySid: found.KeySid, KeySecret: found.KeySecret, Source: found.Source,
	}
	api.Account = a.options.Typed.AccountSid
	api.Region, api.Edge = cmp.Or(a.options.Region, found.Region), cmp.Or(a.options.Edge, found.Edge)
	a.options.APIURL = cmp.Or(a.options.APIURL, found.APIURL)
	api.BaseURL = a.options.APIURL
	transport := http.DefaultTransport.(*http.Transport).Clone()
	api.Transport = transport
	a.close = append(a.close, func() error { transport.CloseIdleConnections(); return nil })
	return nil
}

func (a *Account) useEmulator(ctx context.Context, api *twilioapi.Options) error {
	db, err := a.db()
	if err != nil {
		return err
	}
	local, err := emulator.LocalAccount(ctx, db)
	if err != nil {
		return err
	}
	a.credentials = config.Credentials{AccountSid: local.Sid, AuthToken: local.AuthToken, Source: "the local account"}
	api.Credentials = twilioapi.Credentials{AccountSid: local.Sid, AuthToken: local.AuthToken, Source: a.credentials.Source}
	api.Account = a.options.Typed.AccountSid
	if base, ok := Running(a.options.Env); ok {
		a.useRunning(api, base)
		return nil
	}
	api.BaseURL = localHost
	options := []emulator.Option{emulator.WithStore(db), emulator.WithClock(a.options.Env.Now)}
	calling := a.options.Phones != nil && !a.options.DryRun
	if calling {
		if err := a.claimCalls(); err != nil {
			return err
		}
		options = append(options, a.options.Phones.options()...)
	}
	twilio := emulator.New(options...)
	api.Transport = voicesim.InMemory(twilio)
	a.close = append(a.close, func() error { return twilio.Close(context.WithoutCancel(ctx)) })
	if calling {
		a.RingsHere = true
		a.close = append(a.close, ring(ctx, twilio))
	}
	return nil
}

// useRunning talks to the emulator that runs on this state folder: there is one Twilio on a machine, and what it knows of calls
// that go on is in its memory.
func (a *Account) useRunning(api *twilioapi.Options, base string) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	api.BaseURL, api.Transport = base, transport
	a.close = append(a.close, func() error { transport.CloseIdleConnections(); return nil })
}

// open opens the state database.
func (a *Account) open(ctx context.Context) (*store.DB, error) {
	ctx = context.WithoutCancel(ctx) // it is needed to the very end, when numbers are given back
	open := func() (*store.DB, error) { return store.Open(ctx, a.options.Env.Folders.State) }
	db, err := open()
	if err == nil {
		a.close = append(a.close, db.Close)
	}
	return db, err
}

// Close lets go of everything. Calls after the first do nothing.
func (a *Account) Close() error {
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		errs = append(errs, a.close[i]())
	}
	a.close = nil
	return errors.Join(errs...)
}

// Store is the state database, opened when it is first needed.
func (a *Account) Store() (*store.DB, error) { return a.db() }

// Sid is the SID of the account acted on.
func (a *Account) Sid() string { return a.API.Account() }

// Prefix is "local " where a line could be mistaken for the real thing, and nothing otherwise.
func (a *Account) Prefix() string {
	if a.Local {
		return "local "
	}
	return ""
}

// Leases lends the account's numbers.
func (a *Account) Leases() (*lease.Keeper, error) { return a.keeper() }

func (a *Account) newKeeper() (*lease.Keeper, error) {
	env := a.options.Env
	db, err := a.db()
	if a.options.DryRun && err == nil {
		db, err = a.scratch(context.Background(), db)
	}
	if err != nil {
		return nil, err
	}
	k := lease.New(db, numbers{a.API.Numbers, a.key()}, lease.Options{
		Locks: filepath.Join(env.Folders.State, "locks"), By: env.User(), Now: env.Now, Random: env.Random,
		Temporary: temporary, Another: a.another(), Tunnel: tunnel.Host,
	})
	a.close = append(a.close, k.Close)
	return k, nil
}

// another asks other machines' twvoice. The emulator's numbers are this machine's alone.
func (a *Account) another() func(context.Context, string) lease.Another {
	if a.Local || a.options.DryRun {
		return nil
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return func(ctx context.Context, url string) lease.Another {
		session, living := devserver.Living(ctx, transport, url)
		return lease.Another{Living: living, Session: session}
	}
}

// key tells accounts apart in the journal: the same SID on another server is another account.
func (a *Account) key() string {
	base := a.options.APIURL
	if a.Local {
		base = localHost
	}
	return a.Sid() + " " + cmp.Or(base, "https://api.twilio.com")
}

// Credentials are those that were found; printing them prints no secret. They are not those of the subaccount acted on.
func (a *Account) Credentials() config.Credentials { return a.credentials }

// OfLocal reports whether a scope of the journal is that of a local account.
func OfLocal(scope string) bool { return strings.HasSuffix(scope, " "+localHost) }

// Signs reports whether the account's credentials can sign webhooks without asking the API.
func (a *Account) Signs() bool { return a.credentials.AuthToken != "" }

// Environment are the credentials as a child process reads them. Those of a subaccount are its own auth token, "" where
// nobody has asked for it: a key of its parent would let the child act as the parent.
func (a *Account) Environment(signingToken string) []string {
	found := a.credentials
	if a.Sid() != found.AccountSid {
		found = config.Credentials{AuthToken: signingToken}
	}
	env := []string{"TWILIO_ACCOUNT_SID=" + a.Sid()}
	for _, secret := range []struct{ name, value string }{
		{"TWILIO_AUTH_TOKEN", found.AuthToken},
		{"TWILIO_API_KEY", found.KeySid},
		{"TWILIO_API_SECRET", found.KeySecret},
	} {
		env = append(env, secret.name+"="+secret.value) // an empty one too: what the parent process had must not shine through
	}
	return env
}

// SigningToken is the auth token that Twilio signs this account's webhooks with. A subaccount has its own,
// which is read through the API. An API key alone knows none: that is exit code 4.
func (a *Account) SigningToken(ctx context.Context) (string, error) {
	if a.Sid() != a.credentials.AccountSid {
		sub, err := a.API.Accounts.Get(ctx, a.Sid())
		if err != nil {
			return "", err
		}
		return sub.AuthToken, nil
	}
	if a.credentials.AuthToken == "" {
		return "", fault.With(errors.New("signatures cannot be checked: an API key has no auth token"), fault.Credentials,
			"set TWILIO_AUTH_TOKEN along with the key, or add --no-verify")
	}
	return a.credentials.AuthToken, nil
}
