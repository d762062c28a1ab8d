// Package text is the command that simulates a text message to an application and shows its answer. Package textsim
// implements the simulation.
package text

import (
	"context"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/textsim"
)

// Options are the arguments and flags.
type Options struct {
	Target, Body string
	From, To     string
	Media        []string
	Params       []string // NAME=VALUE
	ConnectTo    cmdutil.ConnectTo
}

// New returns the command `twvoice text`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "text URL|FILE|NUMBER BODY",
		Short: "Simulate a text message to an app and show its replies",
		Long: `Simulate a text message to an app and show its replies.

The app gets one signed request, as Twilio sends it for an incoming message; redirects and the fallback are followed. A
FILE is answered in memory, a URL is requested; for a NUMBER, twvoice requests its SmsUrl. No message is delivered.

Exit code 1: Twilio's debugger would show an error.`,
		Example: `  twvoice text http://localhost:3000/sms "Are you open?"
  twvoice text reply.xml Hello
  twvoice text +14155550111 Hello --media https://example.com/cat.png
  twvoice text http://localhost:3000/sms Hello -o json --jq '.replies[].body'`,
		Args: cmdutil.Args("URL|FILE|NUMBER", "BODY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Target, o.Body = args[0], args[1]
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.From, "from", "+14155550100", "the sender's `number`")
	flags.StringVar(&o.To, "to", "", "the recipient's `number` (default +14155550111, or the NUMBER)")
	flags.StringArrayVar(&o.Media, "media", nil, "attach the picture or other media at this `URL` (repeatable)")
	flags.StringArrayVar(&o.Params, "param", nil, "add the parameter `NAME=VALUE` to every request, next to Twilio's own")
	o.ConnectTo.Bind(flags)
	return f.CompleteFields(cmd, view)
}

// Run sends the message.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	params, err := cmdutil.Parameters(o.Params)
	if err != nil {
		return err
	}
	from, ok := e164.ParseInternational(o.From)
	if !ok {
		return fault.With(fmt.Errorf("--from %q is not a valid sender", o.From), fault.Usage, "--from +14155550100")
	}
	for _, address := range o.Media {
		if err := cmdutil.CheckPublicURL("--media", address); err != nil {
			return err
		}
	}
	if err := f.CheckOutput(view()); err != nil {
		return err
	}
	connect, err := o.ConnectTo.Read()
	if err != nil {
		return err
	}
	targets := cmdutil.Targets{Factory: f, Write: "twvoice text ", Text: true, ConnectTo: connect}
	target, err := targets.Find(ctx, o.Target, "")
	if err != nil {
		return err
	}
	defer target.Close()
	c := target.Call
	m := textsim.Message{
		AccountSid: c.AccountSid, From: from, To: c.To, Body: o.Body, Media: o.Media, URL: c.URL, Method: c.Method,
		FallbackURL: c.FallbackURL, FallbackMethod: c.FallbackMethod, Params: params,
	}
	if o.To != "" {
		m.To = o.To
	}
	options := textsim.Options{Message: m, Token: target.Token, ConnectTo: connect, Transport: target.Transport, Random: f.Env.Random}
	if f.DryRun {
		return f.DryRequest(ctx, func(ctx context.Context, over http.RoundTripper) error {
			options.Transport = over
			_, err := textsim.Send(ctx, options)
			return err
		})
	}
	limited, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	got, err := textsim.Send(limited, options)
	if err != nil {
		return fault.With(fmt.Errorf("send a message to %s: %w", cmdutil.RedactURL(m.URL), err), fault.Failed, "")
	}
	s := newShown(m, got, target.Source)
	if err := cmdutil.IgnoreUnread(s.print(f, target.Local)); err != nil {
		return err
	}
	if got.Errors() > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}
