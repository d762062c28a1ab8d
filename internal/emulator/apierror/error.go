// Package apierror defines the errors of Twilio's REST API: a status, a code and a message, as
// Twilio words them.
package apierror

import (
	"fmt"
	"net/http"
	"strconv"
)

// Error is an error response as Twilio words it. It is made where the cause is known, and written
// only by [emulator.Server.refuse].
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type Error struct {
	Status  int
	Code    int // https://www.twilio.com/docs/api/errors
	Message string
	Header  http.Header // additional headers; may be nil
}

// Error returns the message with Twilio's code.
func (r *Error) Error() string {
	return fmt.Sprintf("%d: %s (%d)", r.Status, r.Message, r.Code)
}

// refusalBody is the JSON of an error.
type refusalBody struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

// Wire returns the error in the form of Twilio's JSON.
func (r *Error) Wire() refusalBody {
	return refusalBody{
		Code:     r.Code,
		Message:  r.Message,
		MoreInfo: "https://www.twilio.com/docs/errors/" + strconv.Itoa(r.Code),
		Status:   r.Status,
	}
}

// Invalid returns an error for an invalid parameter, with status 400 and Twilio's code.
func Invalid(code int, format string, args ...any) error {
	return &Error{Status: http.StatusBadRequest, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadParameter is the code for parameters that have no specific code. UNSURE: Twilio's v1 APIs use
// it.
const BadParameter = 20422

// NotFound returns the error for a path that does not exist or that the caller must not see.
func NotFound(path string) error {
	return &Error{Status: http.StatusNotFound, Code: 20404, Message: "The requested resource " + path + " was not found"}
}

// Unauthorized returns the error for missing or unknown credentials.
func Unauthorized() error {
	return &Error{
		Status: http.StatusUnauthorized, Code: 20003, Message: "Authenticate",
		Header: http.Header{"Www-Authenticate": {`Basic realm="Twilio API"`}},
	}
}

// Inactive returns the error for an account that is suspended or closed.
func Inactive(sid, status string) error {
	return &Error{Status: http.StatusUnauthorized, Code: 20005, Message: fmt.Sprintf("Account %s is %s", sid, status)}
}
