package doctor

import (
	"context"
	"errors"
	"strings"

	"github.com/twvoice/twvoice/internal/config"
)

// keyring reports where secrets are stored, and whether only their owner can read them there.
func keyring(ctx context.Context, e *examination) Finding {
	switch {
	case e.Account.Local:
		return skipped("the local account needs no keyring")
	case e.Broken != nil:
		return unconfigured()
	}
	k, err := e.Config.Keeping(ctx)
	relying := strings.Join(k.Relying, ", ")
	exposed, readable := errors.AsType[*config.ExposedError](k.Exposed)
	switch {
	case err != nil:
		return failedWith(cause(ctx, err), "set TWVOICE_KEYRING=file to use a file instead")
	case readable:
		return failed("run: chmod 600 "+exposed.Path, "%v", exposed)
	case k.Exposed != nil:
		return failedWith(k.Exposed, "make it readable for your user, or log in again: twvoice login")
	case k.Keyring != nil && relying != "":
		return failed("unlock it; or store them in a file: TWVOICE_KEYRING=file twvoice login --profile "+k.Relying[0],
			"the secrets of profile %s are in the system's keyring, which cannot be used: %v", relying, k.Keyring)
	case !k.Asked:
		return ok("not used: secrets are stored in %s, as set by keyring: file", k.File)
	case k.Keyring != nil && k.Held:
		return ok("no usable keyring (%v); secrets are stored in %s, which only you can read", k.Keyring, k.File)
	case k.Keyring != nil:
		return ok("no usable keyring (%v); twvoice login would store secrets in %s", k.Keyring, k.File)
	}
	return ok("the system's keyring works")
}
