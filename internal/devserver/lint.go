package devserver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// Finding is one problem in a document that is served nevertheless.
type Finding struct {
	File string // as typed
	lint.Finding
}

// String returns "greeting.xml:4:7: message [12200 rule]".
func (f Finding) String() string { return fmt.Sprintf("%s:%s", f.File, f.Finding) }

// Lint returns the problems in the served documents, filled with sample values: in all of them for the name "", or in
// the one that [Documents.Changed] named. Invalid documents are left out, because they were reported as errors.
func (d *Documents) Lint(name string) []Finding {
	d.mu.Lock()
	var docs []*document
	for _, doc := range d.known {
		if name == "" || doc.name == name {
			docs = append(docs, doc)
		}
	}
	d.mu.Unlock()
	slices.SortFunc(docs, func(a, b *document) int { return strings.Compare(a.name, b.name) })
	var found []Finding
	for _, doc := range docs {
		found = append(found, doc.lint()...)
	}
	return found
}

func (d *document) lint() []Finding {
	d.mu.Lock()
	template, source, broken := d.template, d.source, d.broken
	d.mu.Unlock()
	if template == nil || broken != nil {
		return nil
	}
	var options lint.Options
	if !template.plain {
		source, options.Unknown = template.Fill(Sample), Unknown
	}
	options.Size = len(source)
	doc, err := twiml.Parse(source)
	if err != nil {
		return nil // cannot happen: Check has parsed it before
	}
	var found []Finding
	for _, f := range lint.Check(doc, options) {
		found = append(found, Finding{d.name, f})
	}
	return found
}
