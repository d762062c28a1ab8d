// Package serve is `twvoice serve`: flags become the options of a session, the user is asked which number to point, and the events of
// the session are shown. The session itself is in internal/session.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Options are the arguments and flags.
type Options struct {
	TwiML   string
	Forward string // a port, or a URL
	Numbers []string
	Path    string // "": / for a folder with an index.xml, otherwise /voice
	Method  string
	Port    int

	Tunnel      string // "ngrok" or "none"
	URL         string // a domain reserved with ngrok
	PublicURL   string // of another tunnel
	TokenFile   string // of ngrok's authtoken
	GiveUpAfter time.Duration
	NoProbe     bool

	BasicAuth     string // USER[:FILE]
	SharedKeyFile string
	NoVerify      bool
	Resign        bool
	Insecure      bool
	Keep          bool
	NoNumber      bool
	Detach        bool
	SMS           bool // text messages too
	Steal         bool

	InspectPort int
	NoInspect   bool

	Call        bool
	ConnectTo   cmdutil.ConnectTo // for simulated calls
	IdleTimeout time.Duration     // of open WebSockets in simulated calls
	Lines       []voicesim.Line
	Command     []string
}

// New returns the command `twvoice serve`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "serve --twiml FILE|DIR | --forward PORT|URL [flags] [-- COMMAND…]",
		Short: "Point a number at a TwiML file or at your app for as long as the command runs",
		Long: `Point a number at a TwiML file or at your app for as long as the command runs.

A local server answers with the file or forwards to the app. serve opens a tunnel, checks the public URL with a test request,
and only then changes the number's VoiceUrl. However it ends, it restores the previous settings; after a kill -9, the next run
does. It never overwrites a change that someone else made in the meantime.

Requests that Twilio did not sign are rejected, and the reason is printed. Responses of the app are passed on unchanged; what
Twilio would report is printed with its error code. With --forward, COMMAND is the app and is started first.

Each request is printed on one line. -o jsonl prints one event per line, "ready" first; -q prints only the webhook URL. The
inspector, a page on this machine, shows live calls, replays requests and has a phone; its address is printed.`,
		Example: `  twvoice serve --twiml greeting.xml --number +14155550111
  twvoice serve --local --twiml greeting.xml --call
  twvoice serve --forward 3000 --number +14155550111
  twvoice serve --local --forward 3000 -- npm start
  twvoice serve --twiml menus/ -- npm test`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.ArgsLenAtDash() != 0 && len(args) > 0 {
				return argsError(f, args)
			}
			o.Command = args
			return run(cmd.Context(), f, o)
		},
	}
	bind(cmd, &o)
	return cmd
}

// argsError explains two common mistakes: `serve greeting.xml`, and a COMMAND without its dashes.
func argsError(f *cmdutil.Factory, args []string) error {
	hint := "a command to run follows --: twvoice serve --twiml menu.xml -- " + strings.Join(args, " ")
	if _, err := os.Stat(f.Env.Path(args[0])); err == nil {
		hint = "twvoice serve --twiml " + args[0]
	}
	return fault.With(fmt.Errorf("unexpected argument %q", args[0]), fault.Usage, hint)
}

// tunnels returns the values of --tunnel.
func tunnels() []string { return []string{"ngrok", "none"} }

func bind(cmd *cobra.Command, o *Options) {
	flags := cmd.Flags()
	flags.StringVar(&o.TwiML, "twiml", "", "the `file` that answers every path, or a folder in which menu.xml answers /menu")
	flags.StringVar(&o.Forward, "forward", "", "forward requests to the app on this port of this machine, or at this URL (`port|URL`)")
	flags.StringArrayVar(&o.Numbers, "number", nil, "`number` to point (repeatable)")
	flags.BoolVar(&o.NoNumber, "no-number", false, "serve and tunnel, but leave every number alone")
	flags.StringVar(&o.Path, "path", "", "`path` of the webhook (default /voice, or / for a folder with index.xml)")
	flags.StringVar(&o.Method, "method", "POST", "`method` of the webhook: POST or GET")
	flags.IntVar(&o.Port, "port", 0, "local `port` (default any that is free)")
	flags.StringVar(&o.Tunnel, "tunnel", "ngrok", "`tunnel` to use: ngrok or none")
	flags.StringVar(&o.URL, "url", "", "`domain` reserved at ngrok: name.ngrok.app")
	flags.StringVar(&o.PublicURL, "public-url", "", "public `URL` of another tunnel that leads to --port")
	flags.StringVar(&o.TokenFile, "ngrok-authtoken-file", "", "read ngrok's authtoken from this `file`, - for standard input")
	flags.DurationVar(&o.GiveUpAfter, "give-up-after", 5*time.Minute, "end and restore the number when the tunnel is lost for this `time`")
	flags.BoolVar(&o.NoProbe, "no-probe", false, "do not check that the public URL leads here")
	flags.StringVar(&o.BasicAuth, "basic-auth", "", "require this user and password, and give Twilio a URL with both; without a file a password is generated (`user[:file]`)")
	flags.StringVar(&o.SharedKeyFile, "shared-key-file", "", "also accept requests signed with a SharedKey: each line of this `file` is a key SID and its secret, - for standard input")
	flags.BoolVar(&o.NoVerify, "no-verify", false, "also answer requests that Twilio did not sign")
	flags.BoolVar(&o.Resign, "resign", false, "sign requests again for the URL that the app sees, so that its own check passes")
	flags.BoolVar(&o.Insecure, "insecure", false, "accept any certificate of an https://localhost app")
	flags.BoolVar(&o.Keep, "keep", false, "leave the number pointed here on exit (undo: twvoice webhook restore)")
	flags.BoolVar(&o.SMS, "sms", false, "point the number's SmsUrl as well: sms.xml of the folder answers text messages, else the same documents do")
	flags.BoolVar(&o.Detach, "detach", false, "remove a TwiML application or SIP trunk from the number until serve ends")
	flags.BoolVar(&o.Steal, "steal", false, "take over a number that another serve is using")
	flags.IntVar(&o.InspectPort, "inspect-port", 4040, "`port` of the inspector on this machine; if taken, the next one that is free")
	flags.BoolVar(&o.NoInspect, "no-inspect", false, "do not start the inspector")
	flags.BoolVar(&o.Call, "call", false, "make one simulated call, show it, restore everything and exit")
	o.ConnectTo.Bind(flags)
	phone.BindIdleTimeout(flags, &o.IdleTimeout)
	phone.BindLines(flags, &o.Lines)
	cmdutil.OneOf(flags, "method", cmdutil.Methods()...)
	cmdutil.OneOf(flags, "tunnel", tunnels()...)
	cmdutil.File(flags, "twiml", "xml", "twiml")
}

// check rejects invalid options before anything is done.
func (o *Options) check(f *cmdutil.Factory) error {
	o.Method = strings.ToUpper(o.Method)
	if f.Local && o.Tunnel == "ngrok" {
		o.Tunnel = "none"
	}
	if err := o.checkServed(f.Typed); err != nil {
		return err
	}
	format := f.Output().Format
	switch {
	case o.Method != "POST" && o.Method != "GET":
		return fault.With(fmt.Errorf("--method %q is neither POST nor GET", o.Method), fault.Usage, fault.Suggest(o.Method, cmdutil.Methods(), "--method ", ""))
	case o.Tunnel != "ngrok" && o.Tunnel != "none":
		return fault.With(fmt.Errorf("--tunnel %q is unknown", o.Tunnel), fault.Usage, fault.Suggest(o.Tunnel, tunnels(), "--tunnel ", "use ngrok or none; for your own tunnel add --public-url"))
	case o.NoNumber && len(o.Numbers) > 0:
		return fault.Usagef("--number and --no-number exclude each other")
	case o.URL != "" && (o.PublicURL != "" || o.Tunnel == "none"):
		return fault.With(errors.New("--url names an ngrok domain, but this tunnel is not ngrok's"), fault.Usage, "for your own tunnel use --public-url")
	case o.GiveUpAfter <= 0:
		return fault.Usagef("--give-up-after %s is invalid: the time must be positive", o.GiveUpAfter)
	case o.InspectPort < 0 || o.InspectPort > 65535:
		return fault.Usagef("--inspect-port %d is not a valid port", o.InspectPort)
	case o.Port < 0 || o.Port > 65535:
		return fault.Usagef("--port %d is not a valid port", o.Port)
	case len(o.Lines) > 0 && !o.Call:
		return fault.With(errors.New("--press and --say need --call"), fault.Usage, "add --call")
	case o.Call && len(o.Command) > 0 && o.Forward == "":
		return fault.Usagef("--call and a command exclude each other: each of them ends serve")
	case format == term.JSON && !o.Call:
		return fault.With(fmt.Errorf("-o %s cannot be used with serve: the output has no end", format), fault.Usage, "use -o jsonl: one event per line")
	case o.Tunnel == "none" && o.PublicURL == "" && !f.Local && !o.NoNumber:
		return fault.With(errors.New("without a tunnel Twilio cannot reach this machine"), fault.Usage, "add --public-url https://…, --no-number, or --local")
	}
	if err := f.Output().Stream(); err != nil {
		return err
	}
	if _, err := voicesim.NewScript(o.Lines...); err != nil {
		return fault.With(err, fault.Usage, "")
	}
	_, wrong := o.ConnectTo.Read()
	return errors.Join(wrong, phone.CheckIdleTimeout(o.IdleTimeout), o.checkCommand(), o.checkPath(), o.checkURL())
}

// checkCommand checks that COMMAND exists before a number is pointed.
func (o *Options) checkCommand() error {
	if len(o.Command) == 0 {
		return nil
	}
	if _, err := exec.LookPath(o.Command[0]); err != nil {
		return fault.With(fmt.Errorf("run %s: %w", o.Command[0], errors.Unwrap(err)), fault.Failed, "")
	}
	return nil
}

// checkPath accepts only a path of a URL, without other parts.
func (o *Options) checkPath() error {
	if o.Path == "" {
		return nil
	}
	if !strings.HasPrefix(o.Path, "/") {
		o.Path = "/" + o.Path
	}
	u, err := url.Parse(o.Path)
	if err != nil || u.Fragment != "" || u.Host != "" || strings.ContainsAny(o.Path, " \t\"<>") {
		return fault.With(fmt.Errorf("--path %q is not a valid URL path", o.Path), fault.Usage, "--path /voice")
	}
	return nil
}

func (o *Options) checkURL() error {
	if o.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return fault.With(fmt.Errorf("--public-url %q is not an http or https URL", o.PublicURL), fault.Usage, "--public-url https://name.example.com")
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fault.With(fmt.Errorf("--public-url %q must have only a scheme and a host", o.PublicURL), fault.Usage, fmt.Sprintf("--public-url %s://%s --path %s", u.Scheme, u.Host, u.Path))
	}
	o.PublicURL = u.Scheme + "://" + u.Host
	return nil
}
