package whoami

import (
	"cmp"
	"context"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// identity is the answer. A source is "" if there is no value.
type identity struct {
	Local         bool   `json:"local"`
	AccountSid    string `json:"account_sid"`
	AccountSource string `json:"account_source"`
	FriendlyName  string `json:"friendly_name"`
	Type          string `json:"type"`
	Status        string `json:"status"`
	Owner         string `json:"owner_account_sid"`
	Auth          string `json:"auth"` // "auth token", or "API key SK…"
	AuthSource    string `json:"auth_source"`
	SigningSource string `json:"signing_token_source"`
	NgrokSource   string `json:"ngrok_authtoken_source"`
	Region        string `json:"region"`
	RegionSource  string `json:"region_source"`
	Edge          string `json:"edge"`
	EdgeSource    string `json:"edge_source"`
	APIURL        string `json:"api_url"`
	APIURLSource  string `json:"api_url_source"`

	keyed bool
}

const (
	byDefault    = "default"
	localAccount = "the local account"
	throughAPI   = "read through the API"
)

// sources returns what is known without a request to Twilio.
func sources(ctx context.Context, f *cmdutil.Factory, a *account.Account) (identity, error) {
	who := identity{Local: a.Local, AccountSid: a.Sid()}
	_, ngrok, err := f.Ngrok(ctx, "") // the source that serve would use
	if err != nil {
		return who, err
	}
	who.NgrokSource = ngrok
	if a.Local {
		who.AccountSource, who.Auth, who.AuthSource, who.SigningSource = localAccount, "auth token", localAccount, localAccount
		return who, nil
	}
	typed := f.TypedCredentials(ctx)
	typed.Stdin = strings.NewReader("read-already\n") // the account has read it; only the source of a secret is shown
	found, err := f.Config().Credentials(ctx, typed)
	if err != nil {
		return who, err
	}
	who.keyed = found.Keyed()
	who.AccountSource, who.Auth = found.Sources.Account, "auth token"
	who.AuthSource, who.SigningSource = found.Sources.API, found.Sources.Token
	if found.Keyed() {
		who.Auth = "API key " + found.KeySid
	}
	if who.AccountSid != found.AccountSid { // for a subaccount, whose own token signs its webhooks
		who.AccountSource, who.SigningSource = flagSource(f, "account-sid", "account_sid"), throughAPI
	}
	who.Region, who.RegionSource = f.Region, flagSource(f, "region", "region")
	if f.Region == "" {
		who.Region, who.RegionSource = cmp.Or(found.Region, "us1"), cmp.Or(found.Sources.Region, byDefault)
	}
	who.Edge, who.EdgeSource = f.Edge, flagSource(f, "edge", "edge")
	if f.Edge == "" {
		who.Edge, who.EdgeSource = found.Edge, cmp.Or(found.Sources.Edge, byDefault)
	}
	who.APIURL, who.APIURLSource = f.APIURL, flagSource(f, "api-url", "api_url")
	if f.APIURL == "" {
		who.APIURL, who.APIURLSource = found.APIURL, cmp.Or(found.Sources.APIURL, byDefault)
	}
	return who, nil
}

// flagSource returns where the value of a global flag came from.
func flagSource(f *cmdutil.Factory, flag, key string) string {
	if f.Typed(flag) {
		return "--" + flag
	}
	if set, ok := f.Config().Lookup(key); ok {
		return set.Source
	}
	return byDefault
}
