// Package term shows things: an answer in the format that was asked for, a question to a person, a color where there is one to see it.
// It decides how something looks and never what is shown; what it is given is JSON as the API sent it, plus columns that name parts of it.
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

// Formats are all of them, in the order in which help names them.
func Formats() []Format { return []Format{Table, JSON, JSONL, CSV, TSV} }

// FormatNames are the values of -o.
func FormatNames() []string {
	var all []string
	for _, f := range Formats() {
		all = append(all, string(f))
	}
	return all
}

// ParseFormat reads the value of -o.
func ParseFormat(s string) (Format, error) {
	names := FormatNames()
	if slices.Contains(names, s) {
		return Format(s), nil
	}
	return "", fault.With(fmt.Errorf("unknown output format %q: use one of %s", s, strings.Join(names, ", ")), fault.Usage, fault.Suggest(s, names, "-o ", ""))
}

// Output is how a command shows its answer: what was typed, and what is behind the stream.
type Output struct {
	To       io.Writer
	Format   Format
	Fields   []string // --fields: these keys and no others, in this order
	Filter   string   // --jq
	Quiet    bool     // -q: identifiers only
	Terminal bool     // To is a terminal
	Width    int      // of the terminal, 0 where unknown
	Paint    Paint
	Canceled <-chan struct{} // closed when the command is to end: a --jq that goes on then is stopped. Nil: it never is
}

// Machine reports whether the answer is for a program that parses it.
func (o Output) Machine() bool { return o.Format != Table || o.Quiet || o.Filter != "" }

// View says how one kind of thing is shown.
type View struct {
	// Columns of the table, and of csv and tsv.
	Columns []Column
	// Keys are the fields that --fields may name beside the columns'.
	Keys []string
	// ID is what -q prints.
	ID func(Record) string
}

// Column is one column of a table: a key of the record, and how its value reads.
type Column struct {
	Key   string
	Title string
	Text  func(Record) string // nil: the value as it is
	Whole bool                // never cut: an identifier that people copy
}

func (c Column) text(r Record) string {
	if c.Text != nil {
		return c.Text(r)
	}
	return r.String(c.Key)
}

// Fields are all that --fields may name: the columns first.
func (v View) Fields() []Column {
	all := slices.Clone(v.Columns)
	for _, key := range v.Keys {
		if !slices.ContainsFunc(all, func(c Column) bool { return c.Key == key }) {
			all = append(all, Column{Key: key, Title: strings.ReplaceAll(key, "_", " ")})
		}
	}
	return all
}

// columns are the view's own, or those that --fields names.
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
