// Package dial is the command that places a real call through Twilio, which costs money, and follows it to its end.
//
// It does not call without confirmation or send a document that Twilio would reject. Interrupting it hangs up the call.
// The command call simulates calls free of charge.
package dial

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Options are the arguments and flags.
type Options struct {
	Phone string
	From  string
	TwiML string // a file, - for standard input
	URL   string

	Method           string
	Follow           bool
	RingTimeout      time.Duration
	TimeLimit        time.Duration
	SendDigits       string
	MachineDetection string // "", "enable" or "detect-message-end"
	Record           bool
	StatusCallback   string

	document string // content of --twiml
}

// New returns the command `twvoice dial`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "dial PHONE --from NUMBER (--twiml FILE | --url URL)",
		Short: "Place a real call and follow it to its end",
		Long: `Place a real call and follow it to its end.

This is a real call and costs money: dial asks first, and without a terminal needs --yes. NUMBER is a number of the
account or a verified caller ID. PHONE is a number, sip:… or client:….

The callee hears FILE (checked first; at most 4,000 characters, no {{parameters}}) or what URL returns.

Ctrl-C hangs up, whether the call is ringing or answered, so that it stops costing money. To let the call continue, use
--follow=false, which returns as soon as Twilio has accepted it. With --local, the emulator's phone answers after a
second and listens.

Exit code 1: the call was busy, not answered, failed or canceled, or an error occurred in it.`,
		Example: `  twvoice dial +14155550123 --from +14155550111 --twiml greeting.xml
  twvoice dial +14155550123 --from "Front desk" --url https://example.com/voice --time-limit 2m --yes
  twvoice dial +14155550123 --from +14155550111 --url https://example.com/voice --yes --follow=false -q
  twvoice dial +14155550123 --from +14155550111 --twiml greeting.xml --yes --local -o json`,
		Args: cmdutil.Args("PHONE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Phone = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.From, "from", "", "the calling `number`: E.164, SID or friendly name")
	flags.StringVar(&o.TwiML, "twiml", "", "send the TwiML in this `file`, - for standard input")
	flags.StringVar(&o.URL, "url", "", "let Twilio request TwiML from this `URL`")
	flags.StringVar(&o.Method, "method", "", "request --url with this `method`: POST or GET (default POST)")
	flags.BoolVar(&o.Follow, "follow", true, "follow the call to its end; --follow=false returns immediately")
	flags.DurationVar(&o.RingTimeout, "ring-timeout", 0, "stop ringing after this `time` without an answer (default 1m)")
	flags.DurationVar(&o.TimeLimit, "time-limit", 0, "hang up after this `time` (default 4h)")
	flags.StringVar(&o.SendDigits, "send-digits", "", "press these `digits` once answered; w waits half a second, W a second")
	flags.StringVar(&o.MachineDetection, "machine-detection", "", "detect answering machines (costs extra) with this `mode`: enable or detect-message-end")
	flags.BoolVar(&o.Record, "record", false, "record the call (costs extra)")
	flags.StringVar(&o.StatusCallback, "status-callback", "", "let Twilio report the end of the call to this `URL`")
	cmdutil.OneOf(flags, "method", cmdutil.Methods()...)
	cmdutil.OneOf(flags, "machine-detection", machineModes()...)
	cmdutil.File(flags, "twiml", "xml", "twiml")
	return f.CompleteFields(cmd, view)
}

// Run places the call.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	show, err := newShow(f)
	if err != nil {
		return err
	}
	if o.TwiML != "" {
		if o.document, err = readDocument(ctx, f, o.TwiML); err != nil {
			return err
		}
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	a, err := f.AccountThatCalls(ctx, account.Phones{RealTime: show.lines, Transport: namedHosts{o.URL, transport}})
	if err != nil {
		return err
	}
	defer a.Close()
	from, err := caller(ctx, a, o.From)
	if err != nil {
		return err
	}
	f.WarnURL(o.URL)
	if err := f.Confirm(ctx, o.question(a, from)); err != nil {
		return err
	}
	d := &dialing{f: f, account: a, show: show, wait: cmdutil.Wait, follow: o.Follow}
	f.LastWord(func() error { return d.held.lastWord(show) })
	return d.run(ctx, o.call(from.number), from.hint)
}

func (o Options) question(a *account.Account, from origin) string {
	kind := "real "
	if a.Local {
		kind = "local "
	}
	what := o.URL
	if o.TwiML != "" {
		what = o.TwiML
	}
	return fmt.Sprintf("Make a %scall to %s from %s with %s?", kind, o.Phone, from.name, cmdutil.RedactURL(what))
}

// call returns the call for the API.
func (o Options) call(from string) twilioapi.NewCall {
	modes := map[string]string{"enable": "Enable", "detect-message-end": "DetectMessageEnd"}
	return twilioapi.NewCall{
		To: o.Phone, From: from, URL: o.URL, Method: o.Method, TwiML: o.document,
		StatusCallback: o.StatusCallback, SendDigits: o.SendDigits, MachineDetection: modes[o.MachineDetection],
		Record: o.Record, Ring: o.RingTimeout, Longest: o.TimeLimit,
	}
}
