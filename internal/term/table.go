package term

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
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
	for _, r := range records {
		cells := values(columns, r)
		for i, cell := range cells {
			if cells[i] = OneLine(cell); cells[i] == "" {
				cells[i] = "-"
			}
		}
		t.Row(cells...)
	}
	drawn := t.String()
	if o.Width > 0 && lipgloss.Width(drawn) > o.Width {
		drawn = t.Width(o.Width).String()
	}
	for line := range strings.Lines(drawn) {
		if _, err := fmt.Fprintln(o.To, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
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
