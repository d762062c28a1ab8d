package doctor

import (
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/doctor"
	"github.com/twvoice/twvoice/internal/term"
)

// report shows results as they come: lines with the fix for a user, rows for a pipe, records for programs.
type report struct {
	f     *cmdutil.Factory
	paint term.Paint
	rows  *term.List // nil for a user at a terminal
	width int        // of the names

	count map[doctor.Status]int
}

func newReport(f *cmdutil.Factory) (*report, error) {
	r := &report{f: f, paint: f.Output().Paint, count: map[doctor.Status]int{}}
	for _, name := range doctor.Names() {
		r.width = max(r.width, len(name))
	}
	rows, err := f.Output().List(view())
	if err != nil {
		return nil, err
	}
	if out := f.Output(); out.Machine() || !out.Terminal || len(out.Fields) > 0 {
		r.rows = rows
	}
	return r, nil
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "status", Title: "status", Whole: true},
			{Key: "name", Title: "check", Whole: true},
			{Key: "message", Title: "message"},
			{Key: "hint", Title: "hint"},
		},
		Keys: []string{"code", "local"},
		ID:   func(r term.Record) string { return r.String("name") },
	}
}

// waiting shows on a terminal which check is running, until its line comes.
func (r *report) waiting(name string) {
	if r.f.Env.Err.Is {
		fmt.Fprintf(r.f.Env.Stderr, "\r\x1b[K%s", r.f.Paint().Dim("checking "+name+" …"))
	}
}

// wipe removes that line.
func (r *report) wipe() {
	if r.f.Env.Err.Is {
		fmt.Fprint(r.f.Env.Stderr, "\r\x1b[K")
	}
}

func (r *report) tell(found doctor.Result) error {
	r.count[found.Status]++
	r.wipe()
	if r.rows != nil {
		return r.rows.Add(found)
	}
	lines := fmt.Sprintf("%s  %-*s  %s\n", r.colored(found.Status), r.width, found.Name, term.OneLine(found.Message))
	if found.Hint != "" {
		indent := strings.Repeat(" ", len(doctor.Warning)+2+r.width+2)
		lines += indent + r.paint.Cyan("hint:") + " " + term.OneLine(found.Hint) + "\n"
	}
	_, err := fmt.Fprint(r.f.Output().To, lines)
	return err
}

func (r *report) colored(s doctor.Status) string {
	text := fmt.Sprintf("%-*s", len(doctor.Warning), s)
	switch s {
	case doctor.OK:
		return r.paint.Green(text)
	case doctor.Warning:
		return r.paint.Yellow(text)
	case doctor.Failed:
		return r.paint.Red(text)
	}
	return r.paint.Dim(text)
}

// end prints the summary and returns the error for failures.
func (r *report) end() error {
	if r.rows != nil {
		if err := r.rows.Close(); err != nil {
			return err
		}
	}
	if !r.f.Output().Machine() {
		r.f.Env.Notef("%s", r.sum())
	}
	return verdict(r.count[doctor.Failed])
}

// sum returns "local checks: 9 ok, 1 failed".
func (r *report) sum() string {
	var parts []string
	for _, s := range []doctor.Status{doctor.OK, doctor.Warning, doctor.Failed, doctor.Skipped} {
		if n := r.count[s]; n > 0 || s == doctor.OK {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	prefix := ""
	if r.f.Local {
		prefix = "local "
	}
	return prefix + "checks: " + strings.Join(parts, ", ")
}
