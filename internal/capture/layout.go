package capture

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// Layout is an answer prepared for display: a document is formatted and has marks at its problems; any other answer is
// unchanged.
type Layout struct {
	Text   string
	Marks  []lint.Finding // in Text
	Alerts []Alert        // without a mark in the text
}

// Layout formats the answer for display.
func (r Request) Layout() Layout {
	l := Layout{Text: r.Answer}
	if laidOut, err := twiml.Format(asUTF8(r.Answer)); err == nil && !r.Purpose.IsNotification() {
		l.Text = string(laidOut)
		if parsed, err := twiml.Parse(laidOut); err == nil {
			l.Marks = lint.Check(parsed, lint.Options{})
		}
	}
	for _, a := range r.Alerts {
		if !slices.ContainsFunc(l.Marks, func(f lint.Finding) bool { return f.Message == a.Message }) {
			l.Alerts = append(l.Alerts, a)
		}
	}
	return l
}
