// Package call is the command that simulates a call to an application. It only finds out what to call; package phone
// places and shows the call.
package call

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Options are the arguments and flags.
type Options struct {
	Target      string
	From, To    string
	Lines       []voicesim.Line
	Params      []string // NAME=VALUE
	HangUpAfter time.Duration
	IdleTimeout time.Duration
	RealTime    bool
	SignAs      string
	ConnectTo   cmdutil.ConnectTo
	Save        string // file for the call as a scenario
}

// New returns the command `twvoice call`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "call URL|FILE|DIR|NUMBER",
		Short: "Simulate a call to an app and show what the caller hears",
		Long: `Simulate a call to an app and show what the caller hears.

On a terminal, without --press and --say, call is a phone: you see what is said as it is said. The keys 0-9, * and #
take effect immediately; any other text is spoken when you press Enter (begin with a space to speak words that start
with a digit). Ctrl-D hangs up.

Otherwise --press and --say are the caller's input, in order, and time is virtual: a pause of ten minutes costs nothing.
A FILE or DIR is answered in memory, exactly as serve would; a URL is requested as Twilio would; for a NUMBER, twvoice
calls its VoiceUrl; a bare port, 3000, means http://localhost:3000/voice. A phone that the application dials answers
after a second, says nothing and hangs up after ten.

<ConversationRelay> opens its WebSocket. On a terminal you talk to the agent: what you type while it speaks interrupts
it. Otherwise each --say or --press waits until the agent has answered, and the caller hangs up after the last answer.
Speech takes no real time then; the application does.

Requests to the application's own host, and to the public host of --sign-as, go to where the application listens. Other
hosts that a document names are not contacted, unless --connect-to allows it.

--save writes the call as a scenario that passes with twvoice test.

Exit code 1: the call raised an error that Twilio's debugger would show, or it never waited for some of the --press
or --say input.`,
		Example: `  twvoice call greeting.xml
  twvoice call http://localhost:3000/voice --press 1 --say "I want to buy a boat"
  twvoice call http://localhost:3000/voice --sign-as https://my-app.ngrok.app
  twvoice call menu/ --press 1 --save calls/sales.yaml
  twvoice call +14155550111 -o json --jq '.transcript[].text'`,
		Args: cmdutil.Args("URL|FILE|DIR|NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Target = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.From, "from", "+14155550100", "the caller's `number`")
	flags.StringVar(&o.To, "to", "", "the called `number` (default +14155550111, or the NUMBER)")
	phone.BindLines(flags, &o.Lines)
	flags.StringArrayVar(&o.Params, "param", nil, "add the parameter `NAME=VALUE` to every request, next to Twilio's own")
	flags.DurationVar(&o.HangUpAfter, "hangup-after", 0, "hang up as the caller after this `time`")
	phone.BindIdleTimeout(flags, &o.IdleTimeout)
	flags.BoolVar(&o.RealTime, "real-time", false, "run the call in real time (default on a terminal without --press and --say)")
	flags.StringVar(&o.SignAs, "sign-as", "", "sign for this public `URL`: scheme, host, optional path prefix")
	o.ConnectTo.Bind(flags)
	flags.StringVar(&o.Save, "save", "", "save the call to this `file`, as a scenario that passes")
	cmdutil.File(flags, "save", "yaml")
	return cmd
}

// Run places the call.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	params, err := cmdutil.Parameters(o.Params)
	if err == nil {
		err = o.check()
	}
	if err != nil {
		return err
	}
	connect, err := o.ConnectTo.Read()
	if err != nil {
		return err
	}
	targets := cmdutil.Targets{Factory: f, Write: "twvoice call ", ConnectTo: connect}
	target, err := targets.Find(ctx, o.Target, "")
	if err != nil {
		return err
	}
	defer target.Close()
	c := phone.Conversation{Lines: o.Lines, Source: target.Source, Local: target.Local, Phone: o.phone(f), Talk: target.Talk, Options: voicesim.Options{
		Call: target.Call, Token: target.Token, SignAs: o.SignAs, ConnectTo: connect, Transport: target.Transport,
		HangUpAfter: o.HangUpAfter, IdleTimeout: o.IdleTimeout, RealTime: o.RealTime, Random: f.Env.Random,
	}}
	call := &c.Options.Call
	call.From, call.Params = o.From, params
	if o.To != "" {
		call.To = o.To
	}
	if f.DryRun {
		return f.DryRequest(ctx, func(ctx context.Context, over http.RoundTripper) error {
			c.Options.Transport = over
			_, err := voicesim.FetchFirst(ctx, c.Options)
			return err
		})
	}
	if o.Save == "" {
		return cmdutil.IgnoreUnread(phone.Converse(ctx, f, c))
	}
	return o.saved(ctx, f, c)
}

// phone reports whether the user at the terminal is the caller.
func (o *Options) phone(f *cmdutil.Factory) bool {
	return phone.Present(f) && len(o.Lines) == 0 && (o.RealTime || !f.Typed("real-time"))
}

// check rejects invalid options.
func (o *Options) check() error {
	if err := cmdutil.CheckSignAs("--sign-as", o.SignAs); err != nil {
		return err
	}
	if err := phone.CheckIdleTimeout(o.IdleTimeout); err != nil {
		return err
	}
	if o.HangUpAfter < 0 {
		return fault.With(fmt.Errorf("--hangup-after %s is invalid: the time must not be negative", o.HangUpAfter), fault.Usage, "--hangup-after 30s")
	}
	from, ok := e164.ParseCaller(o.From)
	if !ok {
		return fault.With(fmt.Errorf("--from %q is not a valid caller", o.From), fault.Usage, "--from +14155550100, client:ann, sip:ann@example.com, or anonymous, restricted or unavailable for a withheld number")
	}
	o.From = from
	return nil
}
