package inspector

import (
	"net/http"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/alert"
)

// shown is a request whole, with its answer laid out.
type shown struct {
	Request capture.Request `json:"request"`
	Text    string          `json:"text"` // the answer, laid out
	Marks   []mark          `json:"marks"`
	Alerts  []capture.Alert `json:"alerts"` // that no mark says
}

// mark is what is wrong at a place of the answer as it is laid out.
type mark struct {
	Line    int         `json:"line"`
	Column  int         `json:"column"`
	Level   alert.Level `json:"level"`
	Code    string      `json:"code"`
	Rule    string      `json:"rule"`
	Message string      `json:"message"`
}

// request shows one request.
func (in *Inspector) request(w http.ResponseWriter, r *http.Request) {
	whole, ok := in.asksFor(w, r)
	if !ok {
		return
	}
	layout := whole.Layout()
	s := shown{Request: *whole, Text: layout.Text, Marks: []mark{}, Alerts: layout.Alerts}
	for _, f := range layout.Marks {
		s.Marks = append(s.Marks, mark{f.Pos.Line, f.Pos.Col, f.Level, f.Code, f.Rule, f.Message})
	}
	answer(w, s)
}
