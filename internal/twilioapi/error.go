package twilioapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/twvoice/twvoice/internal/fault"
)

// Error is an answer with an error, or one that does not fit the request. It is read-only.
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type Error struct {
	Code      string          // Twilio's error code, "21422"; "" if the answer had none
	Status    int             // HTTP status; 2xx if the answer was empty or not JSON
	Message   string          // Twilio's message, or our description of the answer
	MoreInfo  string          // page of the code
	RequestID string          // Twilio-Request-Id, for Twilio's support
	Details   json.RawMessage // "details" or "params" of the answer; nil for none
	Body      string          // the answer as received, passwords redacted
	Server    string          // the server that answered: "Twilio", or the host of --api-url
	Wait      time.Duration   // requested by the answer before the next request; 0 for none
}

var _ fault.Refusal = (*Error)(nil)

// Error returns "Twilio answered 400: … (21422, request RQ…)".
func (e *Error) Error() string {
	text := fmt.Sprintf("%s answered %d: %s", e.Server, e.Status, e.Message)
	var notes []string
	if e.Code != "" {
		notes = append(notes, e.Code)
	}
	if e.RequestID != "" {
		notes = append(notes, "request "+e.RequestID)
	}
	if len(notes) > 0 {
		text += " (" + strings.Join(notes, ", ") + ")"
	}
	return text
}

// Origin returns the error in the form that all services share.
func (e *Error) Origin() fault.Origin {
	return fault.Origin{Code: e.Code, Status: e.Status, RequestID: e.RequestID, MoreInfo: e.MoreInfo}
}

// IsCode reports whether err is or wraps an [Error] with one of Twilio's codes, such as "21422".
func IsCode(err error, code string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}

// newError reads an error answer in any form: the classic body {code, message, more_info, status, details}, that of the
// v1.0 standard {code, message, httpStatusCode, params, userError}, or no JSON at all.
func newError(server string, a *answer) *Error {
	e := &Error{
		Status:    a.status,
		RequestID: a.header.Get("Twilio-Request-Id"),
		Body:      redactText(string(a.body)),
		Server:    server,
	}
	var body struct {
		Code     json.RawMessage `json:"code"` // 21422, "21422" or null
		Message  string          `json:"message"`
		Detail   string          `json:"detail"`
		MoreInfo string          `json:"more_info"`
		Details  json.RawMessage `json:"details"`
		Params   json.RawMessage `json:"params"`
	}
	if json.Unmarshal(a.body, &body) == nil {
		e.MoreInfo = body.MoreInfo
		if code := strings.Trim(string(body.Code), `"`); code != "null" {
			e.Code = code
		}
		e.Message = redactText(firstText(body.Message, body.Detail))
		e.Details = body.Details
		if e.Details == nil {
			e.Details = body.Params
		}
	}
	if e.Message == "" {
		e.Message = describe(a)
	}
	return e
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// describe describes an answer without a message in one line: the plain text of a proxy, or the name of the status for
// web pages and empty answers.
func describe(a *answer) string {
	const longest = 200
	line, _, _ := strings.Cut(strings.TrimSpace(redactText(string(a.body))), "\n")
	line = strings.TrimSpace(strings.ToValidUTF8(line, ""))
	printable := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
	if line != "" && printable && !strings.ContainsAny(line[:1], "<{[") {
		if runes := []rune(line); len(runes) > longest {
			line = string(runes[:longest]) + "…"
		}
		return line
	}
	if name := http.StatusText(a.status); name != "" {
		return name
	}
	return "a response without a reason"
}
