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

// Ngrok is what ngrok needs, and where its authtoken comes from: a file that was named ("" for none), the environment, the
// profile, or ngrok's own configuration; the rest from our settings, or again from ngrok's own. Without any authtoken the options
// are good for all but opening a tunnel, and the source is "".
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
	}{ // one after the other: a keyring is asked only if it must be
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
		return "" // a local account is nobody's profile
	}
	return f.Config().NgrokAuthtoken(ctx, f.Profile)
}

// NoAuthtoken is the error of those who need ngrok and have no authtoken.
func NoAuthtoken() error {
	return fault.With(errors.New("no ngrok authtoken"), fault.Credentials,
		"set NGROK_AUTHTOKEN (https://dashboard.ngrok.com/get-started/your-authtoken), or use your own tunnel with --public-url")
}
