package report

import "github.com/twvoice/twvoice/pkg/transcript"

// Failure is why a scenario failed.
type Failure struct {
	File     string   `json:"file"`
	Line     int      `json:"line"` // of the step
	Column   int      `json:"column"`
	Step     string   `json:"step"` // as written; "" for the implied end of the call
	Expected string   `json:"expected"`
	Actual   string   `json:"actual"`
	Fix      string   `json:"fix,omitempty"`     // what to change in the application
	Request  *Request `json:"request,omitempty"` // the last one before the failure

	Messages []transcript.SocketMessage `json:"messages,omitempty"` // the last ones on a WebSocket, both ways
	Owes     string                     `json:"owes,omitempty"`     // who had to act on the open WebSocket

	Shown int `json:"-"` // length of the transcript at the failure
}

// Request is the last request before a failure, with its answer.
type Request struct {
	Method string            `json:"method"`
	URL    string            `json:"url"`
	Params map[string]string `json:"params"` // those that differ from the first request's
	Status int               `json:"status"` // 0 without a response
	Answer string            `json:"answer"`
}
