package term

import (
	"cmp"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/charmbracelet/x/ansi"
)

// table draws records for a person: a header, no lines, cells cut where the terminal ends.
func (o Output) table(columns []Column, records []Record) error {
	titles := make([]string, 0, len(columns))
	for _, c := range columns {
		titles = append(titles, strings.ToUpper(c.Title))
	}
	t := table.New().Headers(titles...).Wrap(false).
		Border(lipgloss.HiddenBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderHeader(false).
		StyleFunc(func(row, col int) lipgloss.Style {
			style := lipgloss.NewStyle()
			if col < len(columns)-1 {
				style = style.PaddingRight(2)
			}
			if row == table.HeaderRow && o.Paint.On {
				style = style.Faint(true)
			}
			return style
		})
	rows := make([][]string, len(records))
	for i, r := range records {
		rows[i] = values(columns, r)
		for j, cell := range rows[i] {
			rows[i][j] = cmp.Or(OneLine(cell), "-")
		}
	}
	if o.Width > 0 {
		fit(columns, rows, o.Width)
	}
	drawn := t.Rows(rows...).String()
	for line := range strings.Lines(drawn) {
		if _, err := fmt.Fprintln(o.To, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// fit cuts cells until a row has at most width columns of the terminal: those of the last column first, and never an
// identifier, which nobody could use when its end is missing.
func fit(columns []Column, rows [][]string, width int) {
	const gap = 2
	widths, total := make([]int, len(columns)), -gap
	for i, c := range columns {
		widths[i] = lipgloss.Width(c.Title)
		for _, row := range rows {
			widths[i] = max(widths[i], lipgloss.Width(row[i]))
		}
		total += widths[i] + gap
	}
	for i := len(columns) - 1; i >= 0 && total > width; i-- {
		least := lipgloss.Width(columns[i].Title)
		if columns[i].Whole || widths[i] <= least {
			continue
		}
		room := max(least, widths[i]-(total-width))
		total -= widths[i] - room
		for _, row := range rows {
			row[i] = ansi.Truncate(row[i], room, "…")
		}
	}
}

// fields draws one record for a person, a field a line.
func (o Output) fields(columns []Column, r Record) error {
	width := 0
	for _, c := range columns {
		width = max(width, lipgloss.Width(c.Title))
	}
	for _, c := range columns {
		text := OneLine(c.text(r))
		if !o.Terminal {
			if _, err := fmt.Fprintf(o.To, "%s\t%s\n", c.Key, text); err != nil {
				return err
			}
			continue
		}
		if text == "" {
			text = "-"
		}
		label := c.Title + strings.Repeat(" ", width-lipgloss.Width(c.Title))
		if _, err := fmt.Fprintf(o.To, "%s  %s\n", o.Paint.Dim(label), text); err != nil {
			return err
		}
	}
	return nil
}
