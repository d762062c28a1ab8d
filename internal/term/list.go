package term

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// List shows records as they come. It must be closed, also after an error.
type List struct {
	out     Output
	view    View
	columns []Column
	csv     *csv.Writer
	program *program // of --jq; may be nil
	rows    int      // number of rows added
	held    []Record // rows that must be complete before output: for a table, or for an expression about all rows
	widths  []int    // column widths of a table; nil until they are known
}

// measuredRows is how many rows of a table are held to measure its columns. Later rows are cut to these widths and shown
// immediately, so that a long table starts early and needs little memory.
const measuredRows = 500

// List begins a list. It rejects an unknown --fields before any request is sent.
func (o Output) List(v View) (*List, error) {
	columns, err := o.columns(v)
	if err != nil {
		return nil, err
	}
	program, err := compile(o.Filter)
	if err != nil {
		return nil, err
	}
	l := &List{out: o, view: v, columns: columns, program: program}
	switch {
	case o.Quiet || o.Filter != "":
	case o.Format == CSV:
		l.csv = csv.NewWriter(o.To)
		err = l.csv.Write(keys(columns))
	case o.Format == TSV:
		_, err = fmt.Fprintln(o.To, strings.Join(keys(columns), "\t"))
	}
	return l, err
}

// Add shows one record: immediately if the format allows, otherwise at Close.
func (l *List) Add(v any) error {
	r, err := NewRecord(v)
	if err != nil {
		return err
	}
	switch {
	case l.out.Quiet:
		_, err = fmt.Fprintln(l.out.raw(), l.view.ID(r))
	case l.out.Format == JSONL:
		err = l.line(r)
	case l.program != nil:
		err = l.filter(r)
	case l.out.Format == JSON:
		err = l.item(r)
	case l.out.Terminal && l.out.Format == Table:
		err = l.draw(r)
	case l.csv != nil:
		err = l.csv.Write(l.cells(r))
		l.csv.Flush()
		err = errors.Join(err, l.csv.Error())
	default:
		_, err = fmt.Fprintln(l.out.To, plain(l.columns, r))
	}
	l.rows++
	return err
}

// draw shows a row of a table, or holds it until the widths are known.
func (l *List) draw(r Record) error {
	if l.widths != nil {
		return l.out.row(l.columns, l.widths, r)
	}
	if l.held = append(l.held, r); len(l.held) < measuredRows {
		return nil
	}
	var err error
	l.widths, err = l.out.table(l.columns, l.held)
	l.held = nil
	return err
}

// item writes one item of the array of -o json. The output is the same as for the whole array.
func (l *List) item(r Record) error {
	object, err := l.object(r)
	if err != nil {
		return err
	}
	data, err := encode(object)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(map[bool]string{true: "[\n  ", false: ",\n  "}[l.rows == 0])
	if err := json.Indent(&b, data, "  ", "  "); err != nil {
		return err
	}
	_, err = l.out.raw().Write(b.Bytes())
	return err
}

// filter runs --jq on a row if the expression takes rows separately. For any other expression, the first row shows
// whether it can work at all.
func (l *List) filter(r Record) error {
	object, err := l.object(r)
	if err != nil {
		return err
	}
	if l.program.byRow {
		return l.out.run(l.program, slices.Concat([]byte("["), object, []byte("]")), l.out.raw())
	}
	if l.rows == 0 {
		if err := l.out.misfit(l.program, object); err != nil {
			l.program = nil
			return err
		}
	}
	l.held = append(l.held, r)
	return nil
}

// Close shows the rows that are held.
func (l *List) Close() error {
	if l.csv != nil {
		l.csv.Flush()
		return l.csv.Error()
	}
	if l.out.Quiet || l.out.Format == JSONL || l.out.Format == TSV && l.out.Filter == "" {
		return nil
	}
	switch {
	case l.out.Filter != "" && (l.program == nil || l.program.byRow && l.rows > 0):
		return nil
	case l.out.Filter == "" && l.out.Format == JSON && l.rows > 0:
		_, err := io.WriteString(l.out.raw(), "\n]\n")
		return err
	case l.out.Filter != "" || l.out.Format == JSON:
		all := make([]json.RawMessage, 0, len(l.held))
		for _, r := range l.held {
			object, err := l.object(r)
			if err != nil {
				return err
			}
			all = append(all, object)
		}
		return l.out.json(all)
	}
	if len(l.held) == 0 {
		return nil
	}
	_, err := l.out.table(l.columns, l.held)
	return err
}

// cells returns the values of a CSV row. On a terminal, control characters are replaced.
func (l *List) cells(r Record) []string {
	cells := values(l.columns, r)
	for i, cell := range cells {
		if l.out.Terminal {
			cells[i] = Lines(cell)
		}
	}
	return cells
}

func (l *List) line(r Record) error {
	object, err := l.object(r)
	if err != nil {
		return err
	}
	if l.out.Filter != "" {
		return l.out.filter(object)
	}
	return compact(l.out.raw(), object)
}

func (l *List) object(r Record) (json.RawMessage, error) {
	if len(l.out.Fields) == 0 {
		return r.raw, nil
	}
	return r.pick(l.columns)
}

// One shows one record: as an object for programs, as one row per field for a user.
func (o Output) One(v View, value any) error {
	l, err := o.List(v)
	if err != nil {
		return err
	}
	if o.Quiet || o.Format == JSONL || o.Filter == "" && (o.Format == CSV || o.Format == TSV) {
		if err := l.Add(value); err != nil {
			return err
		}
		return l.Close()
	}
	r, err := NewRecord(value)
	if err != nil {
		return err
	}
	if o.Filter != "" || o.Format == JSON {
		object, err := l.object(r)
		if err != nil {
			return err
		}
		return o.json(object)
	}
	return o.fields(l.columns, r)
}

// json prints a value, indented.
func (o Output) json(v any) error {
	data, err := encode(v)
	if err != nil {
		return err
	}
	if o.Filter != "" {
		return o.filter(data)
	}
	return indent(o.raw(), data)
}

func keys(columns []Column) []string {
	var all []string
	for _, c := range columns {
		all = append(all, c.Key)
	}
	return all
}

func values(columns []Column, r Record) []string {
	var all []string
	for _, c := range columns {
		all = append(all, c.text(r))
	}
	return all
}

// plain returns a table row for a pipe and for tsv: tabs between the cells and none within, so that cut and awk count
// correctly. Use csv or json for values whose tabs and line ends matter.
func plain(columns []Column, r Record) string {
	cells := values(columns, r)
	for i, cell := range cells {
		cells[i] = OneLine(cell)
	}
	return strings.Join(cells, "\t")
}

func compact(w io.Writer, object json.RawMessage) error {
	data, err := encode(object)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

// encode returns JSON in one line, with the keys in their order. It does not escape &, so that URLs are readable.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
