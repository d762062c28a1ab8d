// Package term writes command output in the selected format, asks the user questions, and colors text on terminals. It
// decides how data looks, never which data to show. Its input is JSON as the API sent it, with columns that name parts
// of it.
package term

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Format is the value of -o.
type Format string

const (
	Table Format = "table"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	CSV   Format = "csv"
	TSV   Format = "tsv"
)

// Formats returns all formats, in the order of the help.
func Formats() []Format { return []Format{Table, JSON, JSONL, CSV, TSV} }

// FormatNames returns the values of -o.
func FormatNames() []string {
	var all []string
	for _, f := range Formats() {
		all = append(all, string(f))
	}
	return all
}

// ParseFormat parses the value of -o.
func ParseFormat(s string) (Format, error) {
	names := FormatNames()
	if slices.Contains(names, s) {
		return Format(s), nil
	}
	return "", fault.With(fmt.Errorf("unknown output format %q: use one of %s", s, strings.Join(names, ", ")), fault.Usage, fault.Suggest(s, names, "-o ", ""))
}

// Output shows the answer of a command: the format options and the stream.
type Output struct {
	To       io.Writer
	Format   Format
	Fields   []string // --fields: only these keys, in this order
	Filter   string   // --jq
	Quiet    bool     // -q: identifiers only
	Terminal bool     // To is a terminal
	Width    int      // of the terminal, in columns; 0 if unknown
	Paint    Paint
	Canceled <-chan struct{} // closed when the command must end; stops a running --jq; may be nil
}

// Machine reports whether the output is meant for a program.
func (o Output) Machine() bool { return o.Format != Table || o.Quiet || o.Filter != "" }

// View tells how one kind of record is shown.
type View struct {
	// Columns are those of the table, csv and tsv.
	Columns []Column
	// Keys are further fields that --fields accepts, in addition to the columns.
	Keys []string
	// ID returns the value for -q.
	ID func(Record) string
}

// Column is one column of a table: a key of the record, and how to show its value.
type Column struct {
	Key   string
	Title string
	Text  func(Record) string // nil: the value unchanged
	Whole bool                // never cut, as for identifiers that users copy
}

func (c Column) text(r Record) string {
	if c.Text != nil {
		return c.Text(r)
	}
	return r.String(c.Key)
}

// Fields returns all fields that --fields accepts, columns first.
func (v View) Fields() []Column {
	all := slices.Clone(v.Columns)
	for _, key := range v.Keys {
		if !slices.ContainsFunc(all, func(c Column) bool { return c.Key == key }) {
			all = append(all, Column{Key: key, Title: strings.ReplaceAll(key, "_", " ")})
		}
	}
	return all
}

// columns returns the view's columns, or those of --fields.
func (o Output) columns(v View) ([]Column, error) {
	if len(o.Fields) == 0 {
		return v.Columns, nil
	}
	known := map[string]Column{}
	var names []string
	for _, c := range v.Fields() {
		known[c.Key] = c
		names = append(names, c.Key)
	}
	var picked []Column
	for _, field := range o.Fields {
		c, ok := known[strings.TrimSpace(field)]
		if !ok {
			return nil, fault.With(fmt.Errorf("unknown field %q", field), fault.Usage, fault.Suggest(strings.TrimSpace(field), names, "", "fields: "+strings.Join(names, ",")))
		}
		picked = append(picked, c)
	}
	return picked, nil
}
