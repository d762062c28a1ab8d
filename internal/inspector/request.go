package inspector

import (
	"net/http"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/alert"
)

// shown is a complete request with its formatted answer.
type shown struct {
	Request capture.Request `json:"request"`
	Text    string          `json:"text"` // the formatted answer
	Marks   []mark          `json:"marks"`
	Alerts  []capture.Alert `json:"alerts"` // those without a mark
}

// mark is a problem at a position of the formatted answer.
type mark struct {
	Line    int         `json:"line"`
	Column  int         `json:"column"`
	Level   alert.Level `json:"level"`
	Code    string      `json:"code"`
	Rule    string      `json:"rule"`
	Message string      `json:"message"`
}

// request returns one request.
func (in *Inspector) request(w http.ResponseWriter, r *http.Request) {
	whole, ok := in.pathRequest(w, r)
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
