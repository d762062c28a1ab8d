// Package emulate is the command that runs the emulator as a server, and optionally a program that uses it. It connects
// the emulator, the proxy and the terminal.
package emulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/fault"
)

// Options are the arguments and flags.
type Options struct {
	Listen string // an IP address
	Port   int
	Seed   string // a file
	Reset  bool
	Speed  float64

	IdleTimeout time.Duration // of open WebSockets

	ConnectTo cmdutil.ConnectTo
	Command   []string
}

// New returns the command `twvoice emulate`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "emulate [-- COMMAND…]",
		Short: "Run a local Twilio emulator: REST API, numbers and simulated calls",
		Long: `Run a local Twilio emulator: REST API, numbers and simulated calls.

emulate listens on 127.0.0.1 unless --listen says otherwise, and needs no account. It is an API server, for --api-url
and SDKs with a configurable host, and a proxy for all others. COMMAND runs with the proxy, a certificate limited to
twilio.com and the local account's credentials in its environment, so that an unmodified program with an official SDK
reaches the emulator. Other hosts pass through unread. The exit code is COMMAND's.

The account is stored, and is the one that --local uses; --reset deletes it. A seed file sets the numbers, how called
phones behave, and faults. http://127.0.0.1:4010/_twvoice/ places calls, presses keys, speaks and hangs up.

With --listen 0.0.0.0, other machines and containers can connect without a password; for them only twilio.com is
answered and nothing is passed on. They must trust the certificate at http://…:4010/_twvoice/ca.pem. Where no flag can
be given, set TWVOICE_LISTEN and TWVOICE_SEED.`,
		Example: `  twvoice emulate -- node app.js
  twvoice emulate --seed phones.yaml --reset --speed 0 -- npm test
  twvoice numbers buy --area-code 415 --yes --local
  curl -d to=+14155550111 -d press=1 http://127.0.0.1:4010/_twvoice/calls`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if at := cmd.ArgsLenAtDash(); at != 0 && len(args) > 0 {
				return fault.With(fmt.Errorf("emulate takes no argument, but got %q", args[0]), fault.Usage, "put a command after --: twvoice emulate -- "+args[0])
			}
			o.Command = args
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Listen, "listen", "", "listen on this IP `address`; any but loopback lets other machines connect (default 127.0.0.1)")
	flags.IntVar(&o.Port, "port", 4010, "listen on this port, 0 for any free one")
	flags.StringVar(&o.Seed, "seed", "", "start with the numbers, phones and faults in this YAML `file`")
	cmdutil.File(flags, "seed", "yaml", "yml")
	flags.BoolVar(&o.Reset, "reset", false, "delete the local account and everything in it first")
	flags.Float64Var(&o.Speed, "speed", 1, "run calls at this many `times` real time, 0 for virtual time without waiting")
	phone.BindIdleTimeout(flags, &o.IdleTimeout)
	o.ConnectTo.Bind(flags)
	return cmd
}

func (o Options) check() error {
	if err := checkListen(o.Listen); err != nil {
		return err
	}
	if _, err := o.ConnectTo.Read(); err != nil {
		return err
	}
	if err := phone.CheckIdleTimeout(o.IdleTimeout); err != nil {
		return err
	}
	switch {
	case o.Port < 0 || o.Port > 65535:
		return fault.Usagef("--port %d is not a valid port", o.Port)
	case o.Speed < 0:
		return fault.With(errors.New("--speed must not be negative"), fault.Usage, "--speed 1 is real time, --speed 0 is virtual time")
	}
	return nil
}
