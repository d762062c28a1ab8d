package testcmd

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// calls holds the targets of the scenarios, each found once, before the first call is placed.
type calls struct {
	factory *cmdutil.Factory
	app     string
	signAs  string
	idle    time.Duration
	real    bool
	connect []client.ConnectTo
	targets map[string]cmdutil.Target // by folder and target as written
	refused map[string]error          // those that cannot be called
	mirror  *account.Mirror           // shows the calls to a running emulator
}

func findAll(ctx context.Context, f *cmdutil.Factory, o Options, scenarios []scenario.Scenario) (*calls, error) {
	c := &calls{factory: f, app: strings.TrimRight(o.App, "/"), signAs: o.SignAs, idle: o.IdleTimeout, real: o.RealTime, targets: map[string]cmdutil.Target{}, refused: map[string]error{}, mirror: account.NewMirror(f.Env)}
	var err error
	if c.connect, err = o.ConnectTo.Read(); err != nil {
		return c, err
	}
	finder := cmdutil.Targets{Factory: f, Write: "to: ", ConnectTo: c.connect}
	for i := range scenarios {
		if s := &scenarios[i]; s.Err == nil {
			c.look(ctx, &finder, s)
		}
		if ctx.Err() != nil {
			return c, context.Cause(ctx)
		}
	}
	return c, nil
}

// look finds the target of a scenario, or marks the scenario as invalid; the others can still run.
func (c *calls) look(ctx context.Context, finder *cmdutil.Targets, s *scenario.Scenario) {
	id := c.id(s)
	if _, known := c.targets[id]; known {
		return
	}
	err, known := c.refused[id]
	if !known {
		var target cmdutil.Target
		if target, err = c.find(ctx, finder, s); err == nil {
			c.targets[id] = target
			return
		}
		c.refused[id] = err
	}
	s.Refuse(s.Call.ToPos, err)
}

// id identifies a target: the same text means another file in another folder.
func (c *calls) id(s *scenario.Scenario) string { return path.Dir(s.Pos.File) + "\n" + s.Call.To }

func (c *calls) find(ctx context.Context, finder *cmdutil.Targets, s *scenario.Scenario) (cmdutil.Target, error) {
	to := s.Call.To
	switch {
	case !strings.HasPrefix(to, "/"):
	case c.app != "":
		to = c.app + to
	default:
		target, err := finder.Find(ctx, to, "")
		if fault.ExitOf(err) == fault.Failed {
			err = fault.With(fmt.Errorf("%s is a path, and no such file exists", to), fault.Usage, "--app http://localhost:3000 sets the base URL of the application")
		}
		return target, err
	}
	return finder.Find(ctx, to, path.Dir(s.Pos.File))
}

// setup returns where a scenario's application is.
func (c *calls) setup(ctx context.Context, s *scenario.Scenario) scenario.Setup {
	target := c.targets[c.id(s)]
	o := voicesim.Options{
		Call: target.Call, Token: target.Token, SignAs: cmp.Or(s.Call.SignAs, c.signAs), ConnectTo: c.connect, Transport: target.Transport, Random: c.factory.Env.Random,
		IdleTimeout: c.idle, RealTime: c.real,
	}
	c.mirror.Attach(ctx, &o)
	return scenario.Setup{Source: target.Source, Options: o}
}

func (c *calls) close() {
	c.mirror.Close()
	for _, target := range c.targets {
		target.Close()
	}
}
