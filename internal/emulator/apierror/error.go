// Package apierror is the errors of Twilio's REST API: a status, a code and a message, as Twilio words them.
package apierror

import (
	"fmt"
	"net/http"
	"strconv"
)

// An Error is an answer that is not what was asked for, as Twilio words it.
// It is made where the cause is known, and written by [emulator.Server.refuse] only.
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type Error struct {
	Status  int
	Code    int // https://www.twilio.com/docs/api/errors
	Message string
	Header  http.Header // beside the usual ones; nil for none
}

func (r *Error) Error() string {
	return fmt.Sprintf("%d: %s (%d)", r.Status, r.Message, r.Code)
}

// refusalBody is a refusal on the wire.
type refusalBody struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func (r *Error) Wire() refusalBody {
	return refusalBody{
		Code:     r.Code,
		Message:  r.Message,
		MoreInfo: "https://www.twilio.com/docs/errors/" + strconv.Itoa(r.Code),
		Status:   r.Status,
	}
}

// Invalid refuses a parameter, with the code that Twilio has for it.
func Invalid(code int, format string, args ...any) error {
	return &Error{Status: http.StatusBadRequest, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadParameter is the code for parameters that have no code of their own. UNSURE: Twilio's v1 APIs use it.
const BadParameter = 20422

// NotFound is what is not there, or not for this caller to know of.
func NotFound(path string) error {
	return &Error{Status: http.StatusNotFound, Code: 20404, Message: "The requested resource " + path + " was not found"}
}

// Unauthorized turns away whom nobody knows.
func Unauthorized() error {
	return &Error{
		Status: http.StatusUnauthorized, Code: 20003, Message: "Authenticate",
		Header: http.Header{"Www-Authenticate": {`Basic realm="Twilio API"`}},
	}
}

// Inactive is an account that is suspended or closed.
func Inactive(sid, status string) error {
	return &Error{Status: http.StatusUnauthorized, Code: 20005, Message: fmt.Sprintf("Account %s is %s", sid, status)}
}
