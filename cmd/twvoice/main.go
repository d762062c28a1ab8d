// Command twvoice is the command line for people who build phone applications on Twilio.
package main

import (
	"os"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
)

var version string // set by the linker, see .goreleaser.yaml

func main() { os.Exit(cli.Main(app.System(version))) }
