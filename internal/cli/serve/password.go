package serve

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// readPassword parses USER[:FILE]. Without a file the password is generated, because only Twilio has to know it.
func (o Options) readPassword(ctx context.Context, f *cmdutil.Factory) (*url.Userinfo, error) {
	if o.BasicAuth == "" {
		return nil, nil
	}
	name, file, given := strings.Cut(o.BasicAuth, ":")
	if name == "" || given && file == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fault.With(fmt.Errorf("--basic-auth %q is not a user, or a user and the file with its password", o.BasicAuth), fault.Usage, "--basic-auth twilio, or --basic-auth twilio:password.txt")
	}
	password := webhook.NewSID("", f.Env.Random)
	if given {
		var err error
		if file != "-" {
			file = f.Env.Path(file)
		}
		if password, err = config.ReadSecret(ctx, file, f.Env.Input(ctx)); err != nil {
			return nil, err
		}
		if file == "-" && o.TokenFile == "-" {
			return nil, fault.With(errors.New("--basic-auth and --ngrok-authtoken-file cannot both be read from standard input"), fault.Usage, "")
		}
	}
	return url.UserPassword(name, password), nil
}
