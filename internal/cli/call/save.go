package call

import (
	"context"
	"maps"
	"net/url"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// saved places the call and writes it as a scenario, even if it raised errors: the scenario expects them.
func (o *Options) saved(ctx context.Context, f *cmdutil.Factory, c phone.Conversation) error {
	file := cmdutil.ScenarioFile(o.Save)
	if err := file.Check(f); err != nil {
		return err
	}
	var notes scenario.Notebook
	var answers scenario.Answers
	if c.Options.Transport == nil {
		own := client.NewTransport(client.TransportOptions{ConnectTo: c.Options.ConnectTo})
		defer own.CloseIdleConnections()
		c.Options.Transport = own
	}
	c.Witness, c.Options.Transport = &notes, answers.Record(c.Options.Transport)
	called := phone.Converse(ctx, f, c)
	if called != nil && fault.ExitOf(called) != fault.Problems {
		return cmdutil.IgnoreUnread(called)
	}
	title := scenario.Title{Name: "Call to " + unsaid(o.Target), To: file.TargetPath(f, o.Target), From: o.From, Params: maps.Clone(c.Options.Call.Params)}
	if o.To != "" {
		title.Params.Set("To", o.To)
		title.Params.Set("Called", o.To)
	}
	for _, socket := range notes.Sockets() {
		answers.AddSocket(socket)
	}
	source := notes.Scenario(title)
	again := voicesim.Options{Call: c.Options.Call, SignAs: c.Options.SignAs, Token: c.Options.Token, ConnectTo: c.Options.ConnectTo, Transport: &answers}
	fails, err := scenario.Rehearse(ctx, o.Save, source, scenario.Setup{Options: again})
	if err != nil {
		return err
	}
	if fails != "" {
		title.Comments = []string{"It does not pass against the recorded responses: " + fails}
		source = notes.Scenario(title)
	}
	if err := file.Write(ctx, f, source); err != nil {
		return err
	}
	file.Report(f, cmdutil.Saved{Fails: fails, Secrets: notes.Secrets(), Flags: o.needs(f)})
	return cmdutil.IgnoreUnread(called)
}

// needs returns the flags that the scenario requires.
func (o *Options) needs(f *cmdutil.Factory) []string {
	var flags []string
	if f.Local && f.Typed("local") {
		flags = append(flags, "--local")
	}
	if o.SignAs != "" {
		flags = append(flags, "--sign-as", o.SignAs)
	}
	for _, host := range o.ConnectTo {
		flags = append(flags, "--connect-to", host)
	}
	return flags
}

// unsaid returns a target without the password in its URL, because reports repeat the name. The scenario's own target
// keeps the password, which it needs to run.
func unsaid(target string) string {
	if u, err := url.Parse(target); err == nil && u.User != nil {
		return u.Redacted()
	}
	return target
}
