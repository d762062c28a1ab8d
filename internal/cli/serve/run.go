package serve

import (
	"context"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/session"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Buyer buys one number, after it has shown the price and asked.
type Buyer func(context.Context, *cmdutil.Factory) error

// RunWithBuyer is [Run] for a program that can also buy numbers: a user without a free number can buy one immediately.
func RunWithBuyer(buy Buyer) func(context.Context, *cmdutil.Factory, Options) error {
	return func(ctx context.Context, f *cmdutil.Factory, o Options) error { return Run(ctx, f, o, buy) }
}

// Run serves until ctx, the command or the rehearsal ends, or the tunnel is lost permanently. buy is nil if nothing can
// be bought.
func Run(ctx context.Context, f *cmdutil.Factory, o Options, buy Buyer) error {
	if err := o.check(f); err != nil {
		return err
	}
	screen := newScreen(f, o)
	options, err := o.session(ctx, f, screen, buy)
	if err != nil {
		return err
	}
	s := session.New(options)
	screen.endWith(s.Fail)
	if f.DryRun {
		return showPlan(ctx, s, screen)
	}
	f.LastWord(s.Unrestored)
	return s.Run(ctx)
}

// session converts the flags to options of a session. It reads secrets first, before anything is opened.
func (o Options) session(ctx context.Context, f *cmdutil.Factory, screen *screen, buy Buyer) (session.Options, error) {
	connect, err := o.ConnectTo.Read()
	if err != nil {
		return session.Options{}, err
	}
	s := session.Options{
		Env: f.Env, Local: f.Local, AccountFlags: f.AccountFlags(),
		TwiML: o.TwiML, Forward: o.Forward, Path: o.Path, Method: o.Method, Port: o.Port, Resign: o.Resign, Insecure: o.Insecure, Command: o.Command,
		PublicURL: o.PublicURL, Domain: o.URL, NoProbe: o.NoProbe, GiveUpAfter: o.GiveUpAfter, ConnectTo: connect, IdleTimeout: o.IdleTimeout, NoVerify: o.NoVerify,
		OpenAccount: f.Account, Keep: o.Keep, Detach: o.Detach, Steal: o.Steal, SMS: o.SMS,
		NoInspect: o.NoInspect || o.Call || f.Quiet, InspectPort: o.InspectPort,
		Observe: screen.show, Flush: screen.flush,
	}
	var wrong error
	s.User, err = o.readPassword(ctx, f)
	s.SharedKeys, wrong = o.readSharedKeys(ctx, f)
	if err = errors.Join(err, wrong); err != nil {
		return s, err
	}
	if o.Tunnel == "ngrok" {
		s.Ngrok = func(ctx context.Context) (tunnel.Options, error) { return o.ngrok(ctx, f) }
	}
	if !o.NoNumber {
		s.Choose = func(ctx context.Context, a *account.Account) ([]twilioapi.Number, error) {
			return chooser{f: f, account: a, buy: buy}.choose(ctx, o.Numbers)
		}
	}
	if o.Call {
		s.Rehearse = func(ctx context.Context, r session.Rehearsal) error {
			return phone.Converse(ctx, f, phone.Conversation{Lines: o.Lines, Source: r.Source, Local: f.Local, Served: true, Options: r.Call})
		}
	}
	return s, nil
}

// showPlan is a dry run: it prints what would be set on which number, and sends nothing.
func showPlan(ctx context.Context, s *session.Session, screen *screen) error {
	plan, err := s.Plan(ctx)
	if err != nil {
		return err
	}
	if len(plan.Changes) == 0 {
		screen.print(fmt.Sprintf("would answer %s with %s, without pointing a number", plan.Webhook, plan.Served))
	}
	for _, change := range plan.Changes {
		screen.print(fmt.Sprintf("would point %s%s: %s", screen.local(), change.Number, change.Settings))
	}
	screen.flush(ctx)
	return nil
}
