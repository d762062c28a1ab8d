package tunnel

import (
	"errors"
	"net/http"
	"strings"

	"golang.ngrok.com/ngrok/v2"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
)

// codePattern finds ngrok's code in a text. Only the text always has it: the errors in ngrok-go's events are not its
// exported Error type, and a rejected rebind is a plain string.
var codePattern = lazy.Regexp(`ERR_NGROK_\d+`)

// Error is ngrok's reason for rejecting something. The zero value has none.
type Error struct {
	Code    string // "ERR_NGROK_107", or "" without a code
	Message string // ngrok's first sentence, on one line and without the authtoken
}

var _ fault.Refusal = (*Error)(nil)

// Error returns ngrok's message followed by the code.
func (e *Error) Error() string {
	if e.Code == "" {
		return "ngrok: " + e.Message
	}
	return "ngrok: " + e.Message + " (" + e.Code + ")"
}

// Origin returns the code and ngrok's page about it.
func (e *Error) Origin() fault.Origin {
	if e.Code == "" {
		return fault.Origin{}
	}
	return fault.Origin{Code: e.Code, MoreInfo: page(e.Code)}
}

// FromResponse returns the error that ngrok answered in place of the application, or nil. ngrok marks its own pages with
// the header Ngrok-Error-Code. The client sees them; the tunnel does not.
func FromResponse(h http.Header) error {
	code := codePattern().FindString(h.Get("Ngrok-Error-Code"))
	if code == "" {
		return nil
	}
	return withHint(&Error{Code: code, Message: adviceOn(code).meaning})
}

// withHint adds the exit code and the hint.
func withHint(e *Error) error {
	a := adviceOn(e.Code)
	return fault.With(e, a.exit, a.fix)
}

func page(code string) string {
	return "https://ngrok.com/docs/errors/" + strings.ToLower(code) + "/"
}

// coded is the form of a rejection inside ngrok-go. Its events contain an unexported type, so that errors.As to
// ngrok.Error is false.
type coded interface {
	error
	Msg() string
	ErrorCode() string
}

// refusal returns the [*Error] in err, or nil if ngrok did not reject anything: the network failed, or twvoice did. The
// result must not contain secret: the texts of 105 and 107 repeat the authtoken.
func refusal(err error, secret string) *Error {
	if err == nil {
		return nil
	}
	text, code := err.Error(), codePattern().FindString(err.Error())
	if e, ok := errors.AsType[coded](err); ok && e.ErrorCode() != "" {
		text, code = e.Msg(), e.ErrorCode()
	}
	e, typed := errors.AsType[ngrok.Error](err)
	if typed && e.Code() != "" {
		code = e.Code()
	}
	if code == "" && !typed {
		return nil
	}
	message := firstSentence(hide(text, secret))
	if message == "" {
		message = adviceOn(code).meaning
	}
	return &Error{Code: code, Message: message}
}

// firstSentence returns the first line of an ngrok text that is not empty. The lines below it are advice for users of
// ngrok's own agent, and the code.
func firstSentence(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "https://") && codePattern().FindString(line) != line {
			return strings.TrimRight(line, ".")
		}
	}
	return ""
}
