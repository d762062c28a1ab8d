package login

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// onlyNgrok reports whether the login only adds an authtoken to an existing profile.
func (l *login) onlyNgrok() bool {
	f := l.f
	return l.known && l.o.NgrokToken != "" && l.o.KeySid == "" && f.AuthTokenFile == "" && f.APISecretFile == "" && !f.Typed("account-sid")
}

// gather collects the account and its secrets: from files, from standard input, or by asking.
func (l *login) gather(ctx context.Context) error {
	if err := l.oneStdin(); err != nil {
		return err
	}
	l.profile = config.Profile{Name: l.name, Region: l.old.Region, Edge: l.old.Edge}
	steps := []func(context.Context) error{l.keep, l.accountSid, l.key, l.token, l.ngrok}
	if l.onlyNgrok() {
		l.profile = l.old
		steps = []func(context.Context) error{l.keep, l.ngrok}
	}
	if l.f.Typed("api-url") { // otherwise Twilio: new credentials must not go to the server of an earlier login
		l.profile.APIURL = l.f.APIURL
	}
	if l.f.Typed("region") {
		l.profile.Region = l.f.Region
	}
	if l.f.Typed("edge") {
		l.profile.Edge = l.f.Edge
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// oneStdin rejects reading two secrets from standard input, because the first reader takes all of it.
func (l *login) oneStdin() error {
	uses := 0
	for _, name := range []string{l.f.AuthTokenFile, l.f.APISecretFile, l.o.NgrokToken} {
		if name == "-" {
			uses++
		}
	}
	if uses > 1 {
		return fault.Usagef("only one secret can be read from standard input")
	}
	return nil
}

// keep keeps parts of an earlier login: ngrok's authtoken, and everything if only that is new. An old token or key of
// the account is dropped if no new one is given: it may be revoked.
func (l *login) keep(ctx context.Context) error {
	if !l.known {
		return nil
	}
	old, err := l.f.Config().Secrets(ctx, l.old)
	switch {
	case l.onlyNgrok():
		l.secrets = old
		return err
	case err != nil:
		l.f.Env.Notef("%s the stored credentials cannot be read and are replaced: %v", l.f.Paint().Yellow("warning:"), err)
	default:
		l.secrets.NgrokAuthtoken = old.NgrokAuthtoken
	}
	return nil
}

func (l *login) accountSid(ctx context.Context) error {
	sid := l.old.AccountSid
	if l.f.Typed("account-sid") {
		sid = l.f.AccountSid
	}
	if sid == "" {
		if !l.f.Env.Interactive() {
			return l.missing("the account", "--account-sid AC… --auth-token-file FILE")
		}
		var err error
		if sid, err = l.f.Asker().Line(ctx, "Account SID, AC… (https://console.twilio.com shows it)"); err != nil {
			return err
		}
	}
	if !webhook.ValidSID("AC", sid) { // the message does not repeat it: it may be a token in the wrong place
		return fault.With(errors.New("the account SID is not AC and 32 hexadecimal digits"), fault.Usage, "https://console.twilio.com shows it")
	}
	l.profile.AccountSid = sid
	return nil
}

func (l *login) key(ctx context.Context) error {
	l.profile.KeySid = l.o.KeySid
	switch {
	case l.o.KeySid == "" && l.f.APISecretFile != "":
		return fault.With(errors.New("--api-secret-file needs an API key"), fault.Usage, "add --api-key SK…")
	case l.o.KeySid == "":
		return nil
	case !webhook.ValidSID("SK", l.o.KeySid):
		return fault.With(errors.New("--api-key is not SK and 32 hexadecimal digits"), fault.Usage, "give the key's SID, not its secret: https://console.twilio.com shows it")
	}
	var err error
	l.secrets.KeySecret, err = l.secret(ctx, l.f.APISecretFile, "Secret of "+l.o.KeySid)
	if err == nil && l.secrets.KeySecret == "" {
		return l.missing("the key's secret", "--api-key "+l.o.KeySid+" --api-secret-file FILE")
	}
	return err
}

func (l *login) token(ctx context.Context) error {
	question := "Auth token of " + l.profile.AccountSid
	if l.secrets.KeySecret != "" {
		question += ", to verify signatures (optional)"
	}
	var err error
	l.secrets.AuthToken, err = l.secret(ctx, l.f.AuthTokenFile, question)
	if err == nil && l.secrets.AuthToken == "" && l.secrets.KeySecret == "" {
		return l.missing("the auth token", "--account-sid "+l.profile.AccountSid+" --auth-token-file FILE")
	}
	return err
}

func (l *login) ngrok(ctx context.Context) error {
	if l.o.NgrokToken == "" {
		return nil
	}
	var err error
	l.secrets.NgrokAuthtoken, err = l.read(ctx, l.o.NgrokToken)
	return err
}

// secret reads a secret from the named file, or asks for it. It returns "" without a terminal.
func (l *login) secret(ctx context.Context, file, question string) (string, error) {
	switch {
	case file != "":
		return l.read(ctx, file)
	case l.f.Env.Interactive():
		typed, err := l.f.Asker().Secret(ctx, question)
		typed, _ = config.Tidy(typed)
		return typed, err
	}
	return "", nil
}

func (l *login) read(ctx context.Context, file string) (string, error) {
	if file != "-" {
		file = l.f.Env.Path(file)
	}
	return config.ReadSecret(ctx, file, l.f.Env.Input(ctx))
}

func (l *login) missing(what, flags string) error {
	hint := "twvoice login "
	if l.f.Typed("profile") {
		hint += "--profile " + l.name + " "
	}
	return fault.With(fmt.Errorf("%s is missing", what), fault.Usage, hint+flags)
}
