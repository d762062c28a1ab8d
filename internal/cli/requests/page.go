package requests

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// page formats a request for users. Control characters in received data are replaced first.
type page struct{ out term.Output }

func (p page) show(r capture.Request) error {
	var b strings.Builder
	p.head(&b, r)
	p.values(&b, "parameters", r.Params)
	p.values(&b, "headers", r.Headers)
	if r.Body != "" {
		fmt.Fprintf(&b, "\n%s\n%s\n", p.out.Paint.Bold("body"), term.Lines(r.Body))
	}
	p.values(&b, "response headers", r.Answered)
	p.answer(&b, r)
	_, err := fmt.Fprint(p.out.To, b.String())
	return err
}

func (p page) head(b *strings.Builder, r capture.Request) {
	local := ""
	if r.Local {
		local = "local "
	}
	fmt.Fprintf(b, "%s  %s%s %s → %d in %.1f ms\n", p.out.Paint.Bold(r.ID), local, term.OneLine(r.Method), term.OneLine(r.URL), r.Status, r.Milliseconds)
	rows := [][2]string{
		{"at", r.At.Format("2006-01-02 15:04:05.000 MST")},
		{"call", r.CallSid},
		{"from", r.From},
		{"to", r.To},
		{"purpose", string(r.Purpose)},
		{"signature", "valid"},
		{"answered by", r.Source},
		{"replay of", r.ReplayOf},
		{"leads to", redirect(r)},
		{"hears", r.Hears},
	}
	if !r.Signed {
		rows[5][1] = r.Reason
	}
	for _, row := range rows {
		if row[1] != "" {
			fmt.Fprintf(b, "  %s  %s\n", p.out.Paint.Dim(fmt.Sprintf("%-11s", row[0])), term.OneLine(row[1]))
		}
	}
}

// redirect returns the request that Twilio makes instead of this one.
func redirect(r capture.Request) string {
	if r.Redirect == nil {
		return ""
	}
	return r.Redirect.String()
}

func (p page) values(b *strings.Builder, title string, values map[string][]string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", p.out.Paint.Bold(title))
	width := 0
	for name := range values {
		width = max(width, utf8.RuneCountInString(name))
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			gap := strings.Repeat(" ", width-utf8.RuneCountInString(name))
			fmt.Fprintf(b, "  %s%s  %s\n", p.out.Paint.Dim(term.OneLine(name)), gap, term.OneLine(value))
		}
	}
}

// answer shows a formatted document, with each problem below its line; it shows any other answer unchanged.
func (p page) answer(b *strings.Builder, r capture.Request) {
	fmt.Fprintf(b, "\n%s\n", p.out.Paint.Bold("answer"))
	shown := r.Layout()
	marks := map[int][]lint.Finding{}
	for _, found := range shown.Marks {
		marks[found.Pos.Line] = append(marks[found.Pos.Line], found)
	}
	number := 0
	for line := range strings.Lines(shown.Text) {
		number++
		fmt.Fprintf(b, "  %s\n", term.Lines(strings.TrimRight(line, "\r\n")))
		for _, found := range marks[number] {
			what := strings.TrimSpace(found.Code + " " + found.Rule)
			fmt.Fprintf(b, "  %s%s\n", strings.Repeat(" ", found.Pos.Col-1), p.paint(found.Level, fmt.Sprintf("^ %s [%s]", found.Message, what)))
		}
	}
	if r.AnswerCut {
		fmt.Fprintf(b, "  %s\n", p.out.Paint.Dim(fmt.Sprintf("… the rest was not stored: it is longer than %d bytes", httplog.KeptBody)))
	}
	if r.Answer == "" {
		fmt.Fprintf(b, "  %s\n", p.out.Paint.Dim("none, or not text"))
	}
	for _, a := range shown.Alerts {
		at := ""
		if a.Line > 0 {
			at = fmt.Sprintf("%d:%d: ", a.Line, a.Column)
		}
		fmt.Fprintf(b, "  %s\n", p.paint(a.Level, fmt.Sprintf("%s %s%s [%s]", a.Level, at, term.OneLine(a.Message), a.Code)))
		if a.Fix != "" {
			fmt.Fprintf(b, "    %s\n", p.out.Paint.Dim(term.OneLine(a.Fix)))
		}
	}
}

func (p page) paint(level alert.Level, text string) string {
	if level == alert.Error {
		return p.out.Paint.Red(text)
	}
	return p.out.Paint.Yellow(text)
}
