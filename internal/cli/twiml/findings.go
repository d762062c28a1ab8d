package twiml

import (
	"fmt"
	"io"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
)

// findings prints problems in the format of compilers, so that an editor can jump to them, or as rows for a program.
type findings struct {
	out   term.Output
	lines bool
	rows  *term.List

	documents, errors, warnings, notices int
}

func newFindings(f *cmdutil.Factory) (*findings, error) {
	out := f.Output()
	s := &findings{out: out, lines: !out.Machine() && len(out.Fields) == 0}
	var err error
	if s.lines {
		out.To = io.Discard // the list prints nothing
	}
	s.rows, err = out.List(findingView())
	return s, err
}

func findingView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "file", Title: "File"},
			{Key: "line", Title: "Line"},
			{Key: "column", Title: "Column"},
			{Key: "level", Title: "Level"},
			{Key: "code", Title: "Code"},
			{Key: "rule", Title: "Rule"},
			{Key: "message", Title: "Message"},
		},
		ID: func(r term.Record) string {
			return r.String("file") + ":" + r.String("line") + ":" + r.String("column")
		},
	}
}

// add prints the findings of one document.
func (s *findings) add(found []finding) error {
	s.documents++
	for _, f := range found {
		switch f.Level {
		case alert.Error:
			s.errors++
		case alert.Warning:
			s.warnings++
		default:
			s.notices++
		}
		if err := s.show(f); err != nil {
			return err
		}
	}
	return nil
}

func (s *findings) show(f finding) error {
	if !s.lines {
		return s.rows.Add(f)
	}
	name := strings.TrimSpace(f.Code + " " + f.Rule)
	_, err := fmt.Fprintf(s.out.To, "%s:%d:%d: %s [%s]\n", f.File, f.Line, f.Column, f.Message, name)
	return err
}

// sum prints the number of problems.
func (s *findings) sum(f *cmdutil.Factory) {
	if !s.lines || s.errors+s.warnings+s.notices == 0 {
		return
	}
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{s.errors, "error"}, {s.warnings, "warning"}, {s.notices, "notice"}} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.what))
		}
	}
	f.Env.Notef("%s in %s", strings.Join(parts, ", "), count(s.documents, "document"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
