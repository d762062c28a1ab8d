package testcmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/userfile"
)

// standardOutput is the file name that means standard output.
const standardOutput = "-"

// printer shows results as they come: lines for a user, rows or events for a program.
type printer struct {
	f      *cmdutil.Factory
	out    term.Output
	lines  bool
	events bool
	screen report.Screen
	rows   *term.List
	all    []report.Result
	unrun  []error // the mistakes of invalid scenarios
	junit  string
}

func newPrinter(f *cmdutil.Factory, o Options) (*printer, error) {
	out := f.Output()
	r := &printer{
		f: f, out: out, junit: o.JUnit,
		lines:  !out.Machine() && len(out.Fields) == 0,
		events: out.Format == term.JSONL && !out.Quiet && len(out.Fields) == 0,
		screen: report.Screen{Paint: out.Paint, Again: rerunFlags(f, o), OS: f.Env.OS},
	}
	if o.JUnit == standardOutput {
		if !r.lines {
			return nil, fault.Usagef("--junit - and -o %s both write to standard output: name a file for one of them", out.Format)
		}
		out.To, r.out.To = f.Env.Stderr, f.Env.Stderr // for users, results go where messages go
	}
	rows := out
	if r.lines || r.events {
		rows.To = io.Discard // the list prints nothing
	}
	var err error
	r.rows, err = rows.List(view())
	return r, err
}

// rerunFlags returns the typed options without the files, for a command that runs one scenario.
func rerunFlags(f *cmdutil.Factory, o Options) string {
	var b strings.Builder
	if f.Local && f.Typed("local") {
		b.WriteString(" --local")
	}
	if o.App != "" {
		b.WriteString(" --app " + f.Env.Quoted(o.App))
	}
	if o.SignAs != "" {
		b.WriteString(" --sign-as " + f.Env.Quoted(o.SignAs))
	}
	for _, host := range o.ConnectTo {
		b.WriteString(" --connect-to " + f.Env.Quoted(host))
	}
	for _, pair := range o.Set {
		b.WriteString(" --set " + f.Env.Quoted(pair))
	}
	if o.Strict {
		b.WriteString(" --strict")
	}
	if f.Typed("idle-timeout") {
		b.WriteString(" --idle-timeout " + o.IdleTimeout.String())
	}
	if o.RealTime {
		b.WriteString(" --real-time")
	}
	if o.Baseline != "" {
		b.WriteString(" --baseline " + f.Env.Quoted(o.Baseline))
	}
	return b.String()
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "outcome", Title: "Outcome"},
			{Key: "name", Title: "Name"},
			{Key: "file", Title: "File"},
			{Key: "line", Title: "Line"},
			{Key: "seconds", Title: "Seconds"},
		},
		Keys: []string{"failure", "mistakes", "runs", "failed_runs", "figures", "call"},
		ID:   func(r term.Record) string { return r.String("name") },
	}
}

// add shows one result.
func (r *printer) add(result report.Result) error {
	r.all = append(r.all, result)
	if result.Outcome == report.Invalid {
		r.unrun = append(r.unrun, result.Err)
	}
	if r.f.Env.Getenv("GITHUB_ACTIONS") == "true" {
		if err := report.GitHub(r.f.Env.Stderr, result, r.repository); err != nil {
			return err
		}
	}
	switch {
	case r.events:
		return r.out.Event("scenario", result)
	case !r.lines:
		return r.rows.Add(result)
	}
	for _, line := range r.screen.Lines(result) {
		if _, err := fmt.Fprintln(r.out.To, line); err != nil {
			return err
		}
	}
	return nil
}

// repository returns a file's path within the repository on GitHub.
func (r *printer) repository(file string) string {
	root := r.f.Env.Getenv("GITHUB_WORKSPACE")
	name, err := filepath.Rel(root, r.f.Env.Path(file))
	if root == "" || err != nil || strings.HasPrefix(name, "..") {
		return file
	}
	return filepath.ToSlash(name)
}

// write writes the JUnit report with the results so far.
func (r *printer) write(ctx context.Context) error {
	if r.junit == "" {
		return nil
	}
	var b bytes.Buffer
	err := report.JUnit(&b, r.all)
	if err == nil && r.junit == standardOutput {
		_, err = r.f.Env.Stdout.Write(b.Bytes())
	} else if err == nil {
		err = userfile.Write(ctx, r.f.Env.Path(r.junit), b.Bytes())
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil {
		return fault.With(fmt.Errorf("write the JUnit report %s: %w", r.junit, userfile.Reason(err)), fault.Failed, "")
	}
	return nil
}

// end shows the summary, also of a suite that was interrupted.
func (r *printer) end(ctx context.Context, sum report.Summary, err error) error {
	err = errors.Join(err, r.write(ctx))
	if err := cmdutil.Finish(r.rows, err); err != nil {
		return err
	}
	switch {
	case r.events:
		return r.out.Event("summary", sum)
	case r.lines:
		_, err = fmt.Fprintln(r.out.To, r.screen.Last(sum))
	}
	return err
}
