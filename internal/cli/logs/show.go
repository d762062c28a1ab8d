package logs

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// show prints entries: lines for a user, rows for a program.
type show struct {
	f     *cmdutil.Factory
	out   term.Output
	lines bool
	rows  *term.List
	told  map[string]bool // the SIDs that -q has printed
}

func newShow(f *cmdutil.Factory, follow bool) (*show, error) {
	out := f.Output()
	if follow && out.Format == term.JSON {
		if f.Typed("output") {
			return nil, fault.With(errors.New("-o json cannot be used with --follow: the array would never end"), fault.Usage, "-o jsonl prints one object per line")
		}
		out.Format = term.JSONL // --jq implies JSON
	}
	lines := out.Terminal && !out.Machine() && len(out.Fields) == 0
	if follow {
		out.Terminal = false // tables on a terminal are only drawn at the end
	}
	s := &show{f: f, out: out, lines: lines, told: map[string]bool{}}
	if lines {
		out.To = io.Discard // the list prints nothing
	}
	var err error
	s.rows, err = out.List(view())
	return s, err
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "at", Title: "at"},
			{Key: "kind", Title: "kind"},
			{Key: "level", Title: "level"},
			{Key: "status", Title: "status"},
			{Key: "sid", Title: "sid", Whole: true},
			{Key: "code", Title: "code"},
			{Key: "text", Title: "text"},
			{Key: "request", Title: "request"},
		},
		Keys: []string{"call_sid", "meaning", "fix", "url", "call", "alert"},
		ID:   func(r term.Record) string { return r.String("sid") },
	}
}

func (s *show) add(all []entry) error {
	for _, e := range all {
		if s.out.Quiet {
			if s.told[e.SID] {
				continue
			}
			s.told[e.SID] = true
		}
		var err error
		if s.lines {
			_, err = fmt.Fprintln(s.out.To, s.text(e))
		} else {
			err = s.rows.Add(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finish shows the rows that a list still holds.
func (s *show) finish(err error) error { return cmdutil.Finish(s.rows, err) }

// text formats an entry for a user: a line, and below an alert its fix and details.
func (s *show) text(e entry) string {
	paint := s.out.Paint
	word, what := kindCall, e.Status
	if e.Kind == kindAlert {
		word, what = e.Level, e.Code
	}
	head := fmt.Sprintf("%-7s  %-11s", word, what)
	switch e.Level {
	case "error":
		head = paint.Red(head)
	case "warning":
		head = paint.Yellow(head)
	}
	var b strings.Builder
	at := e.At.In(s.f.Env.Now().Location()).Format("2006-01-02 15:04:05")
	fmt.Fprintf(&b, "%s  %s  %s  %s", paint.Dim(at), head, term.OneLine(e.SID), e.Text)
	below := "\n" + strings.Repeat(" ", len(at)+2)
	if e.Fix != "" {
		b.WriteString(below + e.Fix)
	}
	if e.CallSid != "" && e.Kind == kindAlert {
		b.WriteString(below + paint.Dim("in call "+term.OneLine(e.CallSid)))
	}
	if e.Request != "" {
		b.WriteString(paint.Dim(": twvoice requests show " + e.Request))
	}
	return b.String()
}
