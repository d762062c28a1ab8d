package cmdutil

import (
	"cmp"
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/upstream"
)

// Ngrok returns the options for ngrok and the source of its authtoken: the named file ("" for none), the environment,
// the profile, or ngrok's own configuration. The other options come from our settings, or else from ngrok's. Without an
// authtoken, the options work for everything except opening a tunnel, and the source is "".
func (f *Factory) Ngrok(ctx context.Context, tokenFile string) (o tunnel.Options, source string, err error) {
	env, set := f.Env, f.Config()
	agent, err := tunnel.ReadAgentConfig(tunnel.AgentConfigPaths(env.OS, env.Folders.Home, env.Getenv("XDG_CONFIG_HOME"), env.Getenv("LOCALAPPDATA")))
	if err != nil {
		return o, "", err
	}
	o = tunnel.Options{
		ConnectURL: cmp.Or(set.Text("ngrok.connect_url"), agent.ConnectURL),
		ConnectCAs: cmp.Or(set.Text("ngrok.connect_cas"), agent.ConnectCAs),
		ProxyURL:   cmp.Or(set.Text("ngrok.proxy_url"), agent.ProxyURL),
		Proxy:      upstream.From(env.Getenv),
	}
	if tokenFile != "" {
		o.Authtoken, err = config.ReadSecret(ctx, tokenFile, env.Input(ctx))
		return o, tokenFile, err
	}
	for _, place := range []struct {
		source string
		look   func() string
	}{ // in order: the keyring is read only if necessary
		{"environment NGROK_AUTHTOKEN", func() string { token, _ := config.Tidy(env.Getenv("NGROK_AUTHTOKEN")); return token }},
		{"profile " + f.Profile, func() string { return f.profileAuthtoken(ctx) }},
		{agent.Path, func() string { return agent.Authtoken }},
	} {
		if o.Authtoken = place.look(); o.Authtoken != "" {
			return o, place.source, nil
		}
	}
	return o, "", nil
}

func (f *Factory) profileAuthtoken(ctx context.Context) string {
	if f.Local {
		return "" // a local account has no profile
	}
	return f.Config().NgrokAuthtoken(ctx, f.Profile)
}

// NoAuthtoken returns the error for a missing ngrok authtoken.
func NoAuthtoken() error {
	return fault.With(errors.New("no ngrok authtoken"), fault.Credentials,
		"set NGROK_AUTHTOKEN (https://dashboard.ngrok.com/get-started/your-authtoken), or use your own tunnel with --public-url")
}
