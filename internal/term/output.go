// Package term shows things: an answer in the format that was asked for, a question to a person, a colour where there is one to see it.
// It decides how something looks and never what is shown; what it is given is JSON as the API sent it, plus columns that name parts of it.
package term

import (
	"io"
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

// ParseFormat reads the value of -o.
func ParseFormat(s string) (Format, error) {
	names := make([]string, 0, len(Formats()))
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fault.Usagef("unknown output format %q: use one of %s", s, strings.Join(names, ", "))
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

// columns are the view's own, or those that --fields names.
func (o Output) columns(v View) ([]Column, error) {
	if len(o.Fields) == 0 {
		return v.Columns, nil
	}
	known := map[string]Column{}
	var names []string
	for _, c := range v.Columns {
		known[c.Key] = c
		names = append(names, c.Key)
	}
	for _, key := range v.Keys {
		if _, ok := known[key]; !ok {
			known[key] = Column{Key: key, Title: strings.ReplaceAll(key, "_", " ")}
			names = append(names, key)
		}
	}
	var picked []Column
	for _, field := range o.Fields {
		c, ok := known[strings.TrimSpace(field)]
		if !ok {
			return nil, fault.With(fault.Usagef("unknown field %q", field), fault.Usage, "fields: "+strings.Join(names, ","))
		}
		picked = append(picked, c)
	}
	return picked, nil
}
