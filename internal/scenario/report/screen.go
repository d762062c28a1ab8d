package report

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// Screen formats results for a terminal. Again holds the options to repeat in a suggested command: " --app http://…".
type Screen struct {
	Paint transcript.Paint
	Again string
	OS    string // GOOS; selects the shell syntax of suggested commands
}

// shownLines limits the lines shown of a transcript and of an answer.
const shownLines = 12

// Lines returns one result: a single line if it passed, otherwise with details.
func (s Screen) Lines(r Result) []string {
	at := fmt.Sprintf("%s:%d", r.File, r.Line)
	switch r.Outcome {
	case Passed:
		lines := []string{"ok    " + Harmless(r.Name) + "  " + s.Paint.Dim(at)}
		return append(append(lines, indented(r.table())...), s.warnings(r)...)
	case Skipped:
		return []string{s.Paint.Dim("skip  " + Harmless(r.Name) + "  " + at)}
	case Invalid:
		lines := []string{s.Paint.Red("INVALID  "+Harmless(r.Name)) + "  " + s.Paint.Dim(at)}
		for _, line := range r.mistakes() {
			lines = append(lines, "      "+line)
		}
		return lines
	}
	line := s.Paint.Red("FAIL  "+Harmless(r.Name)) + "  " + s.Paint.Dim(at)
	if r.Runs > 1 && r.FailedRuns > 0 {
		line += fmt.Sprintf("  %d of %d runs failed, the first one:", r.FailedRuns, r.Runs)
	}
	return append([]string{line}, indented(append(s.failure(r), r.table()...))...)
}

// indented returns lines as details of a result.
func indented(lines []string) []string {
	var all []string
	for _, line := range lines {
		all = append(all, strings.TrimRight("      "+line, " "))
	}
	return all
}

func (s Screen) warnings(r Result) []string {
	var lines []string
	for _, a := range r.Call.Alerts {
		if a.Level == "warning" {
			lines = append(lines, "      "+transcript.Line(a, s.Paint))
		}
	}
	return lines
}

func (s Screen) failure(r Result) []string {
	f := r.Failure
	lines := []string{"step      " + f.where()}
	lines = append(lines, "expected  "+s.Paint.Bold(Harmless(f.Expected)), "but       "+s.Paint.Bold(Harmless(f.Actual)))
	if f.Fix != "" {
		lines = append(lines, "fix       "+Harmless(f.Fix))
	}
	lines = append(lines, "the call so far:")
	for _, line := range f.transcriptTail(r) {
		lines = append(lines, "  "+line)
	}
	lines = append(lines, f.conversation()...)
	if f.Request != nil {
		lines = append(lines, "the last request and its response:")
		for _, line := range f.Request.lines() {
			lines = append(lines, "  "+line)
		}
	}
	return append(lines, "run it alone:", "  "+s.rerunCommand(r))
}

// mistakes returns why a scenario could not run, each with its fix.
func (r *Result) mistakes() []string {
	var lines []string
	for _, m := range r.Mistakes {
		lines = append(lines, Harmless(m.Error()))
		if hint := fault.HintOf(m.Cause); hint != "" {
			lines = append(lines, "hint: "+Harmless(hint))
		}
	}
	return lines
}

// where returns the position and the text of the step.
func (f *Failure) where() string {
	at := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	if f.Step == "" {
		return at
	}
	return at + "  " + Harmless(f.Step)
}

// transcriptTail returns the end of the transcript before the failure.
func (f *Failure) transcriptTail(r Result) []string {
	lines := r.Lines[:min(f.Shown, len(r.Lines))]
	if len(lines) == 0 {
		return []string{"(nothing)"}
	}
	if more := len(lines) - shownLines; more > 0 {
		return append([]string{fmt.Sprintf("… %d lines before", more)}, lines[more:]...)
	}
	return lines
}

func (r *Request) lines() []string {
	var params []string
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		params = append(params, fmt.Sprintf("%s=%s", name, r.Params[name]))
	}
	status := "no answer"
	if r.Status != 0 {
		status = fmt.Sprint(r.Status)
	}
	line := fmt.Sprintf("%s %s → %s", r.Method, r.URL, status)
	if len(params) > 0 {
		line += "  " + strings.Join(params, " ")
	}
	lines := []string{Harmless(line)}
	if strings.TrimSpace(r.Answer) == "" {
		return lines
	}
	answer := strings.Split(strings.TrimSpace(r.Answer), "\n")
	for i, line := range answer {
		if i == shownLines {
			lines = append(lines, fmt.Sprintf("… %d lines more", len(answer)-i))
			break
		}
		lines = append(lines, harmlessly(line))
	}
	return lines
}

// rerunCommand returns the command that runs only this scenario.
func (s Screen) rerunCommand(r Result) string {
	return "twvoice test " + app.Quoted(s.OS, r.File) + " --run " + app.Quoted(s.OS, "^"+regexp.QuoteMeta(r.Name)+"$") + s.Again
}

// Last returns the summary line: how many passed and failed, and the time.
func (s Screen) Last(sum Summary) string {
	var parts []string
	if sum.Passed > 0 || sum.Failed+sum.Invalid == 0 {
		parts = append(parts, fmt.Sprintf("%d passed", sum.Passed))
	}
	if sum.Failed > 0 {
		parts = append(parts, s.Paint.Red(fmt.Sprintf("%d failed", sum.Failed)))
	}
	if sum.Invalid > 0 {
		parts = append(parts, s.Paint.Red(fmt.Sprintf("%d invalid", sum.Invalid)))
	}
	if sum.Skipped > 0 {
		parts = append(parts, fmt.Sprintf("%d skipped", sum.Skipped))
	}
	return fmt.Sprintf("%s in %.1f s", strings.Join(parts, ", "), sum.Seconds)
}
