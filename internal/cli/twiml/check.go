package twiml

import (
	"errors"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// finding is one row of the answer. The JSON keys are a stable interface.
type finding struct {
	File    string      `json:"file"`
	Line    int         `json:"line"`
	Column  int         `json:"column"`
	Level   alert.Level `json:"level"`
	Code    string      `json:"code"`
	Rule    string      `json:"rule"`
	Message string      `json:"message"`
}

// check returns the problems of one document: as a template, as XML, and as TwiML.
func check(d document, o lint.Options) []finding {
	source := d.source
	if d.template {
		template, err := devserver.ParseTemplate(source)
		if wrong, ok := errors.AsType[*devserver.TemplateError](err); ok {
			return []finding{{d.name, wrong.Line, wrong.Col, alert.Error, "", "template", wrong.Message}}
		}
		filled := template.Fill(devserver.Sample)
		if string(filled) != string(source) {
			source, o.Unknown = filled, devserver.Unknown
		}
	}
	o.Size = len(source)
	doc, err := twiml.ParseCharset(source, d.charset)
	if wrong, ok := errors.AsType[twiml.ErrorList](err); ok {
		var all []finding
		for _, e := range wrong {
			all = append(all, finding{d.name, e.Pos.Line, e.Pos.Col, alert.Error, e.Code, "parse", e.Message})
		}
		return all
	}
	var all []finding
	for _, f := range lint.Check(doc, o) {
		all = append(all, finding{d.name, f.Pos.Line, f.Pos.Col, f.Level, f.Code, f.Rule, f.Message})
	}
	return all
}
