package emulator

import (
	"fmt"
	"net/http"
	"strconv"
)

// A refusal is an answer that is not what was asked for, as Twilio words it.
// It is made where the cause is known, and written by [Server.refuse] only.
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type refusal struct {
	Status  int
	Code    int // https://www.twilio.com/docs/api/errors
	Message string
	Header  http.Header // beside the usual ones; nil for none
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%d: %s (%d)", r.Status, r.Message, r.Code)
}

// refusalBody is a refusal on the wire.
type refusalBody struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func (r *refusal) body() refusalBody {
	return refusalBody{
		Code:     r.Code,
		Message:  r.Message,
		MoreInfo: "https://www.twilio.com/docs/errors/" + strconv.Itoa(r.Code),
		Status:   r.Status,
	}
}

// invalid refuses a parameter, with the code that Twilio has for it.
func invalid(code int, format string, args ...any) error {
	return &refusal{Status: http.StatusBadRequest, Code: code, Message: fmt.Sprintf(format, args...)}
}

// badParameter is the code for parameters that have no code of their own. UNSURE: Twilio's v1 APIs use it.
const badParameter = 20422

// missing is what is not there, or not for this caller to know of.
func missing(path string) error {
	return &refusal{Status: http.StatusNotFound, Code: 20404, Message: "The requested resource " + path + " was not found"}
}

// unauthorized turns away whom nobody knows.
func unauthorized() error {
	return &refusal{
		Status: http.StatusUnauthorized, Code: 20003, Message: "Authenticate",
		Header: http.Header{"Www-Authenticate": {`Basic realm="Twilio API"`}},
	}
}

// inactive is an account that is suspended or closed.
func inactive(sid, status string) error {
	return &refusal{Status: http.StatusUnauthorized, Code: 20005, Message: fmt.Sprintf("Account %s is %s", sid, status)}
}
