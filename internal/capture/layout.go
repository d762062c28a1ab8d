package capture

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// Layout is an answer as it is shown: a document laid out, with what is wrong in it where it is; any other answer as it is.
type Layout struct {
	Text   string
	Marks  []lint.Finding // in Text
	Alerts []Alert        // that no mark says
}

// Layout lays the answer out.
func (r Request) Layout() Layout {
	l := Layout{Text: r.Answer}
	if laidOut, err := twiml.Format(utf8(r.Answer)); err == nil && !r.Purpose.Told() {
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
