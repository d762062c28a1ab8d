package twiml

import (
	"errors"
	"fmt"
	"io"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// formatted prints formatted documents: their text or, as gofmt does, the names of those that changed; or one row per
// document, for a program.
type formatted struct {
	f     *cmdutil.Factory
	out   term.Output
	plain bool // no rows
	names bool // names only
	rows  *term.List

	changed, broken int
}

// formattedFile is one row of the answer. The JSON keys are a stable interface.
type formattedFile struct {
	File    string `json:"file"`
	Changed bool   `json:"changed"`
}

func newFormatted(f *cmdutil.Factory, o FmtOptions) (*formatted, error) {
	out := f.Output()
	s := &formatted{f: f, out: out, plain: !out.Machine() && len(out.Fields) == 0, names: o.Write || o.Check}
	if s.plain {
		out.To = io.Discard // the list prints nothing
	}
	var err error
	s.rows, err = out.List(formattedView())
	return s, err
}

func formattedView() term.View {
	return term.View{
		Columns: []term.Column{{Key: "file", Title: "File"}, {Key: "changed", Title: "Changed"}},
		ID:      func(r term.Record) string { return r.String("file") },
	}
}

// add prints one document.
func (s *formatted) add(name string, laidOut []byte, changed bool) error {
	if changed {
		s.changed++
	}
	var err error
	switch {
	case s.out.Quiet && !changed: // only names of files that change
	case !s.plain:
		err = s.rows.Add(formattedFile{name, changed})
	case !s.names:
		_, err = s.out.To.Write(laidOut)
	case changed:
		_, err = fmt.Fprintln(s.out.To, name)
	}
	return err
}

// refused reports an invalid document on standard error, because standard output may be a document.
func (s *formatted) refused(d document, err error) error {
	wrong, ok := errors.AsType[twiml.ErrorList](err)
	if !ok {
		return fmt.Errorf("format %s: %w", d.name, err)
	}
	s.broken++
	for _, e := range wrong {
		s.f.Env.Notef("%s:%d:%d: %s [%s parse]", d.name, e.Pos.Line, e.Pos.Col, e.Message, e.Code)
	}
	if filledIn(d.source) {
		s.f.Env.Notef("%s fmt reads the document before its parameters are filled in: use {{…}} only in text and attribute values, and {{{name}}} for {{&name}}", s.f.Paint().Cyan("hint:"))
	}
	return nil
}

// filledIn reports whether a document is only invalid until its template is filled in.
func filledIn(source []byte) bool {
	template, err := devserver.ParseTemplate(source)
	if err != nil {
		return false
	}
	_, err = twiml.Parse(template.Fill(devserver.Sample))
	return err == nil
}
