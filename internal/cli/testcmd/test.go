// Package testcmd is the command that runs scenarios. It finds their files and targets and shows the results.
// internal/scenario defines the meaning of a scenario, and internal/scenario/report the format of the reports.
package testcmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/phone"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/internal/term"
)

// Options are the arguments and flags.
type Options struct {
	Targets []string // files and folders
	App     string
	SignAs  string

	ConnectTo cmdutil.ConnectTo

	Set      []string // NAME=VALUE
	Run      string
	Jobs     int
	FailFast bool
	Strict   bool
	JUnit    string

	IdleTimeout  time.Duration
	RealTime     bool
	Baseline     string // file to compare with
	SaveBaseline string // file to write
}

// New returns the command `twvoice test`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:   "test [FILE|DIR]…",
		Short: "Run scenarios against an app and report which pass",
		Long: `Run scenarios against an app and report which pass.

A scenario describes a call: what is called, what the caller hears, presses and says, and how the call ends. A file
holds one or more scenarios, separated by lines of ---. For a folder, all *.yaml files below it are read. Without
arguments, every *.yaml file below this folder that has its own call: key is run. Time is virtual: ten minutes of
silence cost nothing. A step that can no longer be met fails immediately. An error that Twilio's debugger would show
fails the scenario, unless its alerts list expects it.

An agent behind a WebSocket (<ConversationRelay>) lives in real time, and speech takes no time: only the application
does. --real-time lets speech take its time too. The limits of a scenario say how long the agent may take; --baseline
fails a scenario of which a figure is both 20% and 100 ms worse than in an earlier run.

An invalid scenario is reported, and the others are run. Exit code 1: a scenario failed. 2: a scenario is invalid. 3: a
scenario, or the file that it calls, cannot be read. The highest applies.`,
		Example: `  twvoice test calls/
  twvoice test calls/menu.yaml --run invoice
  twvoice test calls/ --app http://localhost:3000 --set PIN=1234
  twvoice test calls/ --junit report.xml -j 8
  twvoice test agent.yaml --baseline agent.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Targets = f.Env.Expand(args)
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.App, "app", "", "base `URL` of the application, for scenarios whose call.to is a path")
	flags.StringVar(&o.SignAs, "sign-as", "", "sign for this public `URL` and send its Host and X-Forwarded-* headers; call.sign_as sets it for one scenario")
	o.ConnectTo.Bind(flags)
	flags.StringArrayVar(&o.Set, "set", nil, "set the variable `NAME=VALUE`, ${NAME} in a scenario (default: the environment)")
	flags.StringVar(&o.Run, "run", "", "run only scenarios whose name matches this `regex`")
	flags.IntVarP(&o.Jobs, "jobs", "j", runtime.GOMAXPROCS(0), "run this `many` scenarios at a time")
	flags.BoolVar(&o.FailFast, "fail-fast", false, "skip the remaining scenarios after the first failure")
	flags.BoolVar(&o.Strict, "strict", false, "also fail on warnings")
	flags.StringVar(&o.JUnit, "junit", "", "write a JUnit report to this `file`, - for standard output")
	cmdutil.File(flags, "junit", "xml")
	phone.BindIdleTimeout(flags, &o.IdleTimeout)
	flags.BoolVar(&o.RealTime, "real-time", false, "run the calls in real time, also what is said; real_time sets it for one scenario")
	flags.StringVar(&o.Baseline, "baseline", "", "fail if an agent is slower than in this `file` of --save-baseline")
	flags.StringVar(&o.SaveBaseline, "save-baseline", "", "write how fast the agents were to this `file`, if all scenarios pass")
	cmdutil.File(flags, "baseline", "json")
	cmdutil.File(flags, "save-baseline", "json")
	flags.Lookup("jobs").DefValue = "0" // the help must not depend on the number of processors
	return f.CompleteFields(cmd, view)
}

// Run runs the scenarios and shows their results.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	pick, err := o.check()
	if err != nil {
		return err
	}
	vars, err := variables(f, o.Set)
	if err != nil {
		return err
	}
	printer, err := newPrinter(f, o)
	if err != nil {
		return err
	}
	scenarios, err := read(ctx, f, o.Targets, vars)
	if err != nil {
		return err
	}
	scenarios, err = selectByName(scenarios, pick)
	if err != nil {
		return err
	}
	baseline, err := readBaseline(ctx, f, o.Baseline, scenarios)
	if err != nil {
		return err
	}
	calls, err := findAll(ctx, f, o, scenarios)
	defer calls.close()
	if err != nil {
		return err
	}
	if f.DryRun {
		return dryRun(f, scenarios)
	}
	suite := scenario.Suite{
		Setup: func(s *scenario.Scenario) scenario.Setup { return calls.setup(ctx, s) },
		Jobs:  o.Jobs, FailFast: o.FailFast, Strict: o.Strict, Baseline: baseline, Finished: printer.add,
	}
	sum, err := suite.Run(ctx, scenarios)
	if err := printer.end(ctx, sum, err); err != nil {
		return cmdutil.IgnoreUnread(err)
	}
	if err := printer.saveBaseline(ctx, o.SaveBaseline, sum); err != nil {
		return err
	}
	if sum.Invalid > 0 {
		return unrun(printer.unrun, f.Output().Machine())
	}
	if sum.Failed > 0 {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// unrun returns the error for scenarios that could not run, or nil. Its exit code is the highest of theirs.
func unrun(errs []error, machine bool) error {
	if len(errs) == 0 {
		return nil
	}
	mistakes, _ := errors.AsType[mistake.Mistakes](errs[0])
	if len(errs) == 1 && (machine || len(mistakes) < 2) {
		return errs[0]
	}
	worst := slices.MaxFunc(errs, func(a, b error) int { return cmp.Compare(fault.ExitOf(a), fault.ExitOf(b)) })
	text := "1 scenario is invalid and was not run"
	if len(errs) > 1 {
		text = fmt.Sprintf("%d scenarios are invalid and were not run", len(errs))
	}
	return fault.With(errors.New(text), fault.ExitOf(worst), "")
}

// dryRun shows what would run: valid scenarios with existing targets. It names the others.
func dryRun(f *cmdutil.Factory, scenarios []scenario.Scenario) error {
	var errs []error
	for _, s := range scenarios {
		line := fmt.Sprintf("would run %s (%s)", s.Name, s.Pos)
		if s.Err != nil {
			errs = append(errs, s.Err)
			line = fmt.Sprintf("cannot run %s: %v", s.Name, s.Err)
		}
		if _, err := fmt.Fprintln(f.Output().To, term.OneLine(line)); err != nil {
			return cmdutil.IgnoreUnread(err)
		}
	}
	return cmp.Or(unrun(errs, f.Output().Machine()), account.ErrDryRun)
}

// check rejects invalid options and compiles --run.
func (o *Options) check() (*regexp.Regexp, error) {
	if o.Jobs < 1 {
		return nil, fault.With(fmt.Errorf("-j %d is invalid: it must be at least 1", o.Jobs), fault.Usage, "-j 1 runs one scenario at a time")
	}
	if o.App != "" {
		if err := cmdutil.CheckURL("--app", o.App); err != nil {
			return nil, err
		}
	}
	if err := cmdutil.CheckSignAs("--sign-as", o.SignAs); err != nil {
		return nil, err
	}
	if err := phone.CheckIdleTimeout(o.IdleTimeout); err != nil {
		return nil, err
	}
	pick, err := regexp.Compile(o.Run)
	if err != nil {
		return nil, fault.With(fmt.Errorf("--run %q is not a regular expression: %w", o.Run, err), fault.Usage, "")
	}
	return pick, nil
}

// selectByName returns the scenarios that --run selects.
func selectByName(all []scenario.Scenario, pick *regexp.Regexp) ([]scenario.Scenario, error) {
	var some []scenario.Scenario
	for _, s := range all {
		if pick.MatchString(s.Name) || s.Name == s.Pos.File { // keep scenarios whose name cannot be read: one may be the selected one
			some = append(some, s)
		}
	}
	if len(some) > 0 {
		return some, nil
	}
	var names []string
	for _, s := range all[:min(len(all), 5)] {
		names = append(names, s.Name)
	}
	return nil, fault.With(fmt.Errorf("--run %q matches no scenario", pick), fault.Usage, "scenarios: "+strings.Join(names, "; "))
}

// variables returns the lookup for ${NAME}: --set, else the environment.
func variables(f *cmdutil.Factory, typed []string) (func(string) (string, bool), error) {
	set := map[string]string{}
	for _, pair := range append(f.Env.Environ[:len(f.Env.Environ):len(f.Env.Environ)], typed...) {
		name, value, ok := strings.Cut(pair, "=")
		if ok && name != "" {
			set[f.Env.Variable(name)] = value
		}
	}
	for _, pair := range typed {
		if name, _, ok := strings.Cut(pair, "="); !ok || name == "" {
			return nil, fault.With(fmt.Errorf("--set %q is not NAME=VALUE", pair), fault.Usage, "--set PIN=1234")
		}
	}
	return func(name string) (string, bool) { value, ok := set[f.Env.Variable(name)]; return value, ok }, nil
}
