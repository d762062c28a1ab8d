package term

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// table draws records for a user: a header, no rules, cells cut at the width of the terminal. It returns the column
// widths, for later rows.
func (o Output) table(columns []Column, records []Record) ([]int, error) {
	rows := make([][]string, len(records))
	for i, r := range records {
		rows[i] = shownCells(columns, r)
	}
	widths := measure(columns, rows)
	if o.Width > 0 {
		fit(columns, rows, widths, o.Width)
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = strings.ToUpper(c.Title)
	}
	if _, err := fmt.Fprintln(o.To, o.Paint.Dim(row(titles, widths))); err != nil {
		return nil, err
	}
	for _, cells := range rows {
		if _, err := fmt.Fprintln(o.To, row(cells, widths)); err != nil {
			return nil, err
		}
	}
	return widths, nil
}

// row draws one more row of a table whose widths are known.
func (o Output) row(columns []Column, widths []int, r Record) error {
	cells := shownCells(columns, r)
	for i, c := range columns {
		if o.Width > 0 && !c.Whole {
			cells[i] = ansi.Truncate(cells[i], widths[i], "…")
		}
	}
	_, err := fmt.Fprintln(o.To, row(cells, widths))
	return err
}

func shownCells(columns []Column, r Record) []string {
	cells := values(columns, r)
	for i, cell := range cells {
		cells[i] = cmp.Or(OneLine(cell), "-")
	}
	return cells
}

// columnGap is the space between columns.
const columnGap = 2

// row returns a line of cells, padded to the widths.
func row(cells []string, widths []int) string {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(cell + strings.Repeat(" ", max(0, widths[i]-ansi.StringWidth(cell))+columnGap))
	}
	return strings.TrimRight(b.String(), " ")
}

// measure returns the width that each column needs.
func measure(columns []Column, rows [][]string) []int {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = ansi.StringWidth(c.Title)
		for _, row := range rows {
			widths[i] = max(widths[i], ansi.StringWidth(row[i]))
		}
	}
	return widths
}

// fit cuts cells until a row has at most width columns. It cuts the last column first and never an identifier, which is
// useless without its end.
func fit(columns []Column, rows [][]string, widths []int, width int) {
	total := -columnGap
	for _, w := range widths {
		total += w + columnGap
	}
	for i := len(columns) - 1; i >= 0 && total > width; i-- {
		least := ansi.StringWidth(columns[i].Title)
		if columns[i].Whole || widths[i] <= least {
			continue
		}
		room := max(least, widths[i]-(total-width))
		total -= widths[i] - room
		widths[i] = room
		for _, row := range rows {
			row[i] = ansi.Truncate(row[i], room, "…")
		}
	}
}

// fields draws one record for a user, one field per line.
func (o Output) fields(columns []Column, r Record) error {
	width := 0
	for _, c := range columns {
		width = max(width, ansi.StringWidth(c.Title))
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
		label := c.Title + strings.Repeat(" ", width-ansi.StringWidth(c.Title))
		if _, err := fmt.Fprintf(o.To, "%s  %s\n", o.Paint.Dim(label), text); err != nil {
			return err
		}
	}
	return nil
}
