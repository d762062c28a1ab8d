package webhook

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// CheckOptions are the arguments and flags.
type CheckOptions struct{ Target, From string }

// NewCheck returns the command `twvoice webhook check`.
func NewCheck(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, CheckOptions) error) *cobra.Command {
	o := CheckOptions{}
	cmd := &cobra.Command{
		Use:   "check NUMBER|URL",
		Short: "Send one test request and report whether a call would work",
		Long: `Send one test request and report whether a call would work.

One request is sent, signed with the account's token and with all parameters of an incoming call. The response is
checked as Twilio would check it: reachable, status, time, content type, and every rule of twvoice twiml lint. The
application really handles the request, with all side effects of a new call.

For a wss:// URL, the WebSocket of an agent (<ConversationRelay>) is opened. Signed as Twilio signs it, the upgrade must be
accepted, and setup and the prompt "Hello" must be answered with valid messages. Without a signature, and with one of
another token, it must be refused.

Exit code 1: a call would not work, or the agent talks to anyone.`,
		Example: `  twvoice webhook check +14155550111
  twvoice webhook check https://example.com/voice
  twvoice webhook check wss://example.com/agent
  twvoice webhook check "Front desk" -o json --jq '.checks[] | select(.ok | not)'`,
		Args: cmdutil.Args("NUMBER|URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Target = args[0]
			return run(cmd.Context(), f, o)
		},
	}
	cmd.Flags().StringVar(&o.From, "from", "+14155550100", "the caller's `number` in the request")
	return f.CompleteFields(cmd, reportView)
}

// Check sends the test request and reports the result.
func Check(ctx context.Context, f *cmdutil.Factory, o CheckOptions) error {
	if err := f.CheckOutput(reportView()); err != nil {
		return err
	}
	if isSocket(o.Target) {
		r, err := checkSocket(ctx, f, o)
		if err != nil {
			return err
		}
		return r.conclude(f)
	}
	finder := cmdutil.Targets{Factory: f, Write: "twvoice webhook check "}
	target, err := finder.Find(ctx, o.Target, "")
	if err != nil {
		return err
	}
	defer target.Close()
	if target.Source != nil {
		return fault.With(fmt.Errorf("%s is a file: check needs a NUMBER or a URL", o.Target), fault.Usage, "twvoice twiml lint "+o.Target)
	}
	call := target.Call
	call.From = o.From
	if call.To == "" {
		call.To = "+14155550111"
	}
	options := voicesim.Options{Call: call, Token: target.Token, ConnectTo: client.Everywhere(), Transport: target.Transport, Random: f.Env.Random}
	if f.DryRun {
		return f.DryRequest(ctx, func(ctx context.Context, over http.RoundTripper) error {
			options.Transport = over
			_, err := voicesim.FetchFirst(ctx, options)
			return err
		})
	}
	limited, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	got, err := voicesim.FetchFirst(limited, options)
	if err != nil {
		return fault.With(fmt.Errorf("check %s: %w", cmdutil.RedactURL(call.URL), err), fault.Failed, "")
	}
	return judge(call, got, asked{local: f.Local, number: !strings.Contains(o.Target, "://")}).conclude(f)
}

// conclude prints the report. The error is that of the exit code.
func (r report) conclude(f *cmdutil.Factory) error {
	if err := cmdutil.IgnoreUnread(r.print(f)); err != nil {
		return err
	}
	if !r.Served {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// print prints the report: one line per check for a user, an object for a program.
func (r report) print(f *cmdutil.Factory) error {
	out := f.Output()
	if out.Machine() || len(out.Fields) > 0 {
		return out.One(reportView(), r)
	}
	for _, c := range r.Checks {
		if _, err := fmt.Fprintln(out.To, c.line(out.Paint)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out.To, "a caller hears %s\n", r.Hears)
	return err
}

// line returns one check: its result, what was found, and below it the fix.
func (c check) line(paint term.Paint) string {
	mark := paint.Green("ok  ")
	switch {
	case !c.OK && c.Fatal:
		mark = paint.Red("FAIL")
	case !c.OK:
		mark = paint.Yellow("warn")
	}
	line := fmt.Sprintf("%s  %-9s  %s", mark, c.Name, term.OneLine(c.Found))
	if c.Fix != "" {
		for fix := range strings.SplitSeq(c.Fix, "\n") {
			line += "\n                 " + paint.Dim(fix)
		}
	}
	return line
}
