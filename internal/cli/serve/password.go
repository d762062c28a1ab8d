package serve

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// readPassword reads USER[:FILE]. Without a file the password is made up: nobody but Twilio has to know it.
func (s *session) readPassword(ctx context.Context) error {
	if s.o.BasicAuth == "" {
		return nil
	}
	name, file, given := strings.Cut(s.o.BasicAuth, ":")
	if name == "" || given && file == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fault.With(fmt.Errorf("--basic-auth %q is no user, nor a user and the file with its password", s.o.BasicAuth), fault.Usage, "--basic-auth twilio, or --basic-auth twilio:password.txt")
	}
	password := webhook.NewSID("", s.f.Env.Random)
	if given {
		var err error
		if file != "-" {
			file = s.f.Env.Path(file)
		}
		if password, err = config.ReadSecret(ctx, file, s.f.Env.Input(ctx)); err != nil {
			return err
		}
		if file == "-" && s.o.TokenFile == "-" {
			return fault.With(errors.New("--basic-auth and --ngrok-authtoken-file cannot both be read from standard input"), fault.Usage, "")
		}
	}
	s.user = url.UserPassword(name, password)
	return nil
}

// guarded asks for the password, if there is one.
func (s *session) guarded(next exchange.Handler) exchange.Handler {
	if s.user == nil {
		return next
	}
	password, _ := s.user.Password()
	return &devserver.Password{Next: next, User: s.user.Username(), Password: password, Secret: s.nonce + password, Now: s.f.Env.Now}
}

// withUser is a URL of ours as Twilio gets it: with user and password in it. It is for Twilio alone, never for a screen.
func (s *session) withUser(plain string) string {
	scheme, rest, ok := strings.Cut(plain, "://")
	if s.user == nil || !ok {
		return plain
	}
	return scheme + "://" + s.user.String() + "@" + rest
}

// seen takes every request, when it is over: it is kept and shown, and whoever else wants it gets it here. No password goes further.
func (s *session) seen(e exchange.Exchange) {
	if e.Header.Get("Authorization") != "" {
		e.Header.Set("Authorization", "(removed)")
	}
	s.keeper.Keep(e)
	s.exchanged(e)
}
