// Package account opens the account that a command uses: Twilio's, or the local one of the emulator. It is created once,
// from flags and configuration, and both kinds have the same methods. It never falls back from one to the other: missing
// credentials are an error.
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

// localHost is the host in URLs for the emulator in this process.
const localHost = "http://local"

// Options are the flags and settings of the account.
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
	Flags        string  // the flags that select this account in a hint's command, each after a blank
	Phones       *Phones // with Local: runs calls; nil: none run

	Through func(http.RoundTripper) http.RoundTripper // wraps the transport of requests; may be nil
}

// Account is one account. Make one with [Open], and close it; it is safe for concurrent use.
type Account struct {
	API   *twilioapi.Client
	Local bool
	// RingsHere means that calls run in this process, and only until the account is closed.
	RingsHere bool

	options     Options
	credentials config.Credentials
	db          func() (*store.DB, error)
	keeper      func() (*lease.Keeper, error)
	close       []func() error
}

// Open opens the account and sends no request. Missing credentials are an error with exit code 4.
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
		a.close = append(a.close, keepCallsRunning(ctx, twilio))
	}
	return nil
}

// useRunning uses the emulator that runs on this state folder: its running calls are in its memory.
func (a *Account) useRunning(api *twilioapi.Options, base string) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	api.BaseURL, api.Transport = base, transport
	a.close = append(a.close, func() error { transport.CloseIdleConnections(); return nil })
}

// open opens the state database.
func (a *Account) open(ctx context.Context) (*store.DB, error) {
	ctx = context.WithoutCancel(ctx) // it is needed until the very end, when numbers are restored
	open := func() (*store.DB, error) { return store.Open(ctx, a.options.Env.Folders.State) }
	db, err := open()
	if err == nil {
		a.close = append(a.close, db.Close)
	}
	return db, err
}

// Close releases all resources. Further calls do nothing.
func (a *Account) Close() error {
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		errs = append(errs, a.close[i]())
	}
	a.close = nil
	return errors.Join(errs...)
}

// Store returns the state database, which is opened on first use.
func (a *Account) Store() (*store.DB, error) { return a.db() }

// Sid returns the SID of the account in use.
func (a *Account) Sid() string { return a.API.Account() }

// Prefix returns "local " for output that could be mistaken for Twilio's, and "" otherwise.
func (a *Account) Prefix() string {
	if a.Local {
		return "local "
	}
	return ""
}

// Leases returns the keeper that points the account's numbers.
func (a *Account) Leases() (*lease.Keeper, error) { return a.keeper() }

func (a *Account) newKeeper() (*lease.Keeper, error) {
	env := a.options.Env
	db, err := a.db()
	if a.options.DryRun && err == nil {
		db, err = a.journalCopy(context.Background(), db)
	}
	if err != nil {
		return nil, err
	}
	k := lease.New(db, numbers{a.API.Numbers, a.key()}, lease.Options{
		Locks: filepath.Join(env.Folders.State, "locks"), By: env.User(), Now: env.Now, Random: env.Random,
		Temporary: temporary, Another: a.another(), Tunnel: tunnel.IsTunnelHost,
	})
	a.close = append(a.close, k.Close)
	return k, nil
}

// another returns the probe for other machines' twvoice, or nil: the emulator's numbers belong to this machine.
func (a *Account) another() func(context.Context, string) lease.Another {
	if a.Local || a.options.DryRun {
		return nil
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return func(ctx context.Context, url string) lease.Another {
		session, living := devserver.SessionAt(ctx, transport, url)
		return lease.Another{Living: living, Session: session}
	}
}

// key identifies the account in the journal: the same SID on another server is another account.
func (a *Account) key() string {
	base := a.options.APIURL
	if a.Local {
		base = localHost
	}
	return a.Sid() + " " + cmp.Or(base, "https://api.twilio.com")
}

// Credentials returns the credentials; printing them prints no secret. They are those of the parent if a subaccount is
// used.
func (a *Account) Credentials() config.Credentials { return a.credentials }

// OfLocal reports whether a scope of the journal is that of a local account.
func OfLocal(scope string) bool { return strings.HasSuffix(scope, " "+localHost) }

// Signs reports whether the credentials can sign webhooks without a request to the API.
func (a *Account) Signs() bool { return a.credentials.AuthToken != "" }

// Environment returns the credentials as environment variables for a child process. For a subaccount they contain its
// own auth token, or "" if it was not requested; a key of its parent would let the child act as the parent.
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
		env = append(env, secret.name+"="+secret.value) // set empty ones too, so that the child does not inherit the parent process's values
	}
	return env
}

// SigningToken returns the auth token that Twilio signs this account's webhooks with. A subaccount has its own, which is
// read through the API. An API key alone cannot read it; the error has exit code 4.
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
