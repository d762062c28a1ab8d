package report

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// conversation returns the last messages on a WebSocket, and who had to act.
func (f *Failure) conversation() []string {
	var lines []string
	if len(f.Messages) > 0 {
		lines = append(lines, "the last messages on the WebSocket:")
	}
	for _, m := range f.Messages {
		lines = append(lines, fmt.Sprintf("  %6.1fs  %-6s  %s", m.At, m.From, shortened(Harmless(string(m.Message)))))
	}
	if f.Owes != "" {
		lines = append(lines, "at that moment, "+Harmless(f.Owes))
	}
	return lines
}

// shownMessage is the length of a message in a report, in characters.
const shownMessage = 160

func shortened(text string) string {
	if utf8.RuneCountInString(text) <= shownMessage {
		return text
	}
	return string([]rune(text)[:shownMessage-1]) + "…"
}

// table returns what was measured, next to its limits: for one run a column with the value, for several ones the
// distribution. It is empty unless the scenario has limits or a baseline, or is repeated.
func (r *Result) table() []string {
	compared := r.Runs > 1
	baseline := false
	for _, f := range r.Figures {
		baseline = baseline || f.Baseline != nil
		compared = compared || baseline || f.LimitMS != nil || f.Limit95 != nil
	}
	if !compared {
		return nil
	}
	header := []string{"what", "this run"}
	if r.Runs > 1 {
		header = []string{"what", "count", "p50", "p95", "max"}
	}
	if baseline {
		header = append(header, "baseline")
	}
	rows := [][]string{append(header, "limit")}
	for _, f := range r.Figures {
		rows = append(rows, f.row(r.Runs > 1, baseline))
	}
	return aligned(rows)
}

// row returns the cells of a figure.
func (f Figure) row(repeated, baseline bool) []string {
	worst := milliseconds(f.MaxMS)
	if f.Missing > 0 {
		worst = "never came"
	}
	cells := []string{f.Name, worst}
	if repeated {
		cells = []string{f.Name, fmt.Sprint(f.Count + f.Missing), milliseconds(f.P50MS), milliseconds(f.P95MS), worst}
	}
	if baseline {
		cells = append(cells, milliseconds(f.Baseline))
	}
	limit := milliseconds(f.LimitMS)
	if f.Limit95 != nil {
		limit = strings.TrimPrefix(limit+", p95 "+milliseconds(f.Limit95), "-, ")
	}
	return append(cells, limit)
}

func milliseconds(ms *int64) string {
	if ms == nil {
		return "-"
	}
	return fmt.Sprintf("%d ms", *ms)
}

// aligned returns rows as lines with columns of equal width.
func aligned(rows [][]string) []string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for _, cells := range rows {
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	_ = w.Flush() // a strings.Builder never fails
	var lines []string
	for line := range strings.Lines(b.String()) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return lines
}
