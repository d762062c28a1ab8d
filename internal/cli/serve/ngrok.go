package serve

import (
	"cmp"
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/upstream"
)

// ngrok finds what ngrok needs: the authtoken from a file that was named, the environment, or ngrok's own configuration;
// the rest from our settings, or again from ngrok's own.
func (s *session) ngrok(ctx context.Context) (tunnel.Options, error) {
	env := s.f.Env
	agent, err := tunnel.ReadAgentConfig(tunnel.AgentConfigPaths(env.OS, env.Folders.Home, env.Getenv("XDG_CONFIG_HOME"), env.Getenv("LOCALAPPDATA")))
	if err != nil {
		return tunnel.Options{}, err
	}
	token, err := s.authtoken(ctx, agent)
	if err != nil {
		return tunnel.Options{}, err
	}
	set := s.f.Config()
	return tunnel.Options{
		Authtoken:  token,
		URL:        s.o.URL,
		ConnectURL: cmp.Or(set.Text("ngrok.connect_url"), agent.ConnectURL),
		ConnectCAs: cmp.Or(set.Text("ngrok.connect_cas"), agent.ConnectCAs),
		ProxyURL:   cmp.Or(set.Text("ngrok.proxy_url"), agent.ProxyURL),
		Proxy:      upstream.From(env.Getenv),
		Metadata:   "twvoice serve",
	}, nil
}

func (s *session) authtoken(ctx context.Context, agent tunnel.AgentConfig) (string, error) {
	if name := s.o.TokenFile; name != "" {
		return config.ReadSecret(name, s.f.Env.Input(ctx))
	}
	for _, look := range []func() string{ // one after the other: a keyring is asked only if it must be
		func() string { return s.f.Env.Getenv("NGROK_AUTHTOKEN") },
		func() string { return s.f.Config().NgrokAuthtoken(ctx, s.f.Profile) },
		func() string { return agent.Authtoken },
	} {
		if token := look(); token != "" {
			return token, nil
		}
	}
	return "", fault.With(errors.New("no ngrok authtoken"), fault.Credentials,
		"set NGROK_AUTHTOKEN (https://dashboard.ngrok.com/get-started/your-authtoken), or bring a tunnel of your own with --public-url")
}
