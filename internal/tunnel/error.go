package tunnel

import (
	"errors"
	"net/http"
	"strings"

	"golang.ngrok.com/ngrok/v2"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
)

// codePattern finds ngrok's code in a text. Text is the common denominator: the errors in ngrok-go's events
// are not its exported Error type, and a refused rebind is a plain string.
var codePattern = lazy.Regexp(`ERR_NGROK_\d+`)

// An Error is what ngrok said when it refused. The zero value says nothing.
type Error struct {
	Code    string // "ERR_NGROK_107", or "" where ngrok gave none
	Message string // ngrok's own first sentence, on one line and without the authtoken
}

var _ fault.Refusal = (*Error)(nil)

// Error is ngrok's message with the code behind it.
func (e *Error) Error() string {
	if e.Code == "" {
		return "ngrok: " + e.Message
	}
	return "ngrok: " + e.Message + " (" + e.Code + ")"
}

// Origin is the code and the page where ngrok explains it.
func (e *Error) Origin() fault.Origin {
	if e.Code == "" {
		return fault.Origin{}
	}
	return fault.Origin{Code: e.Code, MoreInfo: page(e.Code)}
}

// FromResponse is the error that ngrok answered in place of the application, or nil if h carries none.
// ngrok marks its own pages with the Ngrok-Error-Code header; a caller sees them, the tunnel does not.
func FromResponse(h http.Header) error {
	code := codePattern().FindString(h.Get("Ngrok-Error-Code"))
	if code == "" {
		return nil
	}
	return mark(&Error{Code: code, Message: adviceOn(code).meaning})
}

// mark gives a refusal its exit code and its hint.
func mark(e *Error) error {
	a := adviceOn(e.Code)
	return fault.With(e, a.exit, a.fix)
}

func page(code string) string {
	return "https://ngrok.com/docs/errors/" + strings.ToLower(code) + "/"
}

// coded is the shape of a refusal inside ngrok-go. Its events carry it unexported, so that
// errors.As to ngrok.Error is false there.
type coded interface {
	error
	Msg() string
	ErrorCode() string
}

// refusal is the [*Error] in err, or nil when ngrok refused nothing: the network failed, or we did.
// secret must not appear in it: the texts of 105 and 107 repeat the authtoken.
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

// firstSentence is the first line of an ngrok text that says something. The lines below it are advice
// for users of ngrok's own agent, and the code.
func firstSentence(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "https://") && codePattern().FindString(line) != line {
			return strings.TrimRight(line, ".")
		}
	}
	return ""
}
