// Package text is the command that sends an application a text message without a phone, and shows what it answers.
// What a message is, and what comes of it, is pkg/textsim's.
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

// Options are what was typed.
type Options struct {
	Target, Body string
	From, To     string
	Media        []string
	Params       []string // NAME=VALUE
	ConnectTo    cmdutil.ConnectTo
}

// New is `twvoice text`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "text URL|FILE|NUMBER BODY",
		Short: "Send an application a text message without a phone, and show what it answers",
		Long: `Send an application a text message without a phone, and show what it answers.

One signed request is made, as Twilio makes it for a message that comes in; redirects are followed, and so is the fallback. A FILE is
answered in memory, a URL is requested, of a NUMBER the SmsUrl is. Nothing is delivered to anybody.

Exit code 1 says that Twilio's debugger would show an error.`,
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
	flags.StringVar(&o.From, "from", "+14155550100", "the `number` that writes")
	flags.StringVar(&o.To, "to", "", "the `number` that is written to (default +14155550111, or the NUMBER)")
	flags.StringArrayVar(&o.Media, "media", nil, "the `URL` of a picture or the like that comes with it (repeat)")
	flags.StringArrayVar(&o.Params, "param", nil, "add a parameter `NAME=VALUE` to every request, as Twilio's own")
	o.ConnectTo.Bind(flags)
	return f.Shows(cmd, view)
}

// Run sends.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	params, err := cmdutil.Parameters(o.Params)
	if err != nil {
		return err
	}
	from, ok := e164.ParseInternational(o.From)
	if !ok {
		return fault.With(fmt.Errorf("--from %q is no number that could write", o.From), fault.Usage, "--from +14155550100")
	}
	for _, address := range o.Media {
		if err := cmdutil.CheckPublicURL("--media", address); err != nil {
			return err
		}
	}
	if err := f.Showable(view()); err != nil {
		return err
	}
	connect, err := o.ConnectTo.Read()
	if err != nil {
		return err
	}
	targets := cmdutil.Targets{Frame: f, Write: "twvoice text ", Text: true, ConnectTo: connect}
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
		return f.Unsent(ctx, func(ctx context.Context, over http.RoundTripper) error {
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
