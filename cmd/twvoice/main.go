// Command twvoice is the command line for people who build phone applications on Twilio.
package main

import (
	"os"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
	"github.com/twvoice/twvoice/internal/upstream"
)

// version is for packagers who build without git: -ldflags "-X main.version=v1.2.3". Other binaries get it from the
// linker.
var version string

func main() {
	env := app.System(version)
	upstream.TrustNamed(env.OS, env.Getenv)
	os.Exit(cli.Main(env))
}
