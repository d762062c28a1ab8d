// Package emulate is the command that runs the built-in Twilio as a server of its own, and a program inside of it. It puts
// together the emulator, the proxy and the terminal, and knows nothing of what they do.
package emulate

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// Options are what was typed.
type Options struct {
	Listen string // an IP address
	Port   int
	Seed   string // a file
	Reset  bool
	Speed  float64

	ConnectTo cmdutil.ConnectTo
	Command   []string
}

// New is `twvoice emulate`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "emulate [-- COMMAND…]",
		Short: "Run a Twilio of your own: REST API, numbers, and calls that really run",
		Long: `Run a Twilio of your own: REST API, numbers, and calls that really run.

It listens on 127.0.0.1 unless --listen says otherwise, needs no account, and is two things at once: an API server, for --api-url
and for SDKs that can be told where Twilio is, and a proxy, for those that cannot. COMMAND runs with the proxy, a certificate that is
good for twilio.com alone, and the credentials of the local account in its environment, so that a program with an official SDK
reaches it with not a line changed. All other hosts pass through, unread. Its exit code is ours.

What the account has is kept, and is what --local shows; --reset forgets it. A seed says which numbers there are, how the
phones behave that are called, and what goes wrong. http://127.0.0.1:4010/_twvoice/ rings, presses, speaks and hangs up.

With --listen 0.0.0.0 other machines and containers come in too, without a password; for them it answers for twilio.com and
passes nothing on. http://…:4010/_twvoice/ca.pem is the certificate that they have to trust. Where no flag can be given,
TWVOICE_LISTEN and TWVOICE_SEED say the same.`,
		Example: `  twvoice emulate -- node app.js
  twvoice emulate --seed phones.yaml --reset --speed 0 -- npm test
  twvoice numbers buy --area-code 415 --yes --local
  curl -d to=+14155550111 -d press=1 http://127.0.0.1:4010/_twvoice/calls`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if at := cmd.ArgsLenAtDash(); at != 0 && len(args) > 0 {
				return fault.With(fmt.Errorf("emulate takes no argument, and %q is one", args[0]), fault.Usage, "a command goes behind --: twvoice emulate -- "+args[0])
			}
			o.Command = args
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Listen, "listen", "", "IP `address` to listen on; any but loopback lets other machines in (default 127.0.0.1)")
	flags.IntVar(&o.Port, "port", 4010, "port to listen on; 0 for any that is free")
	flags.StringVar(&o.Seed, "seed", "", "YAML `file` of numbers, phones and faults to begin with")
	cmdutil.File(flags, "seed", "yaml", "yml")
	flags.BoolVar(&o.Reset, "reset", false, "forget the local account with all that it has, first")
	flags.Float64Var(&o.Speed, "speed", 1, "`times` real time that calls run at; 0 for virtual time, in which waiting takes none")
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
	switch {
	case o.Port < 0 || o.Port > 65535:
		return fault.Usagef("--port %d is no port", o.Port)
	case o.Speed < 0:
		return fault.With(errors.New("--speed counts from 0"), fault.Usage, "--speed 1 is real time, --speed 0 is virtual time")
	}
	return nil
}
