// Package fault gives an error an exit code and a hint without touching its text.
// It decides nothing: the code is set where the cause is known, and read only where the process ends.
package fault

import (
	"errors"
	"fmt"
)

// Exit is the exit code of the process. docs/exit-codes.md says what each one promises.
type Exit int

const (
	OK          Exit = 0
	Problems    Exit = 1   // it worked, and what it looked at has problems
	Usage       Exit = 2   // wrong usage: nothing was done
	Failed      Exit = 3   // it could not be done
	Credentials Exit = 4   // credentials are missing or were refused
	Interrupted Exit = 130 // stopped before it was done
)

// Origin is what a service said about its refusal: Twilio's or ngrok's own code, kept word for word.
// The zero value says nothing.
type Origin struct {
	Code      string // "21422", "ERR_NGROK_108"
	Status    int    // HTTP status, 0 where there was none
	RequestID string // Twilio-Request-Id
	MoreInfo  string // URL of the code's own page
}

// A Refusal is an error that a service's answer caused.
// Whatever lies below it in the chain may be asked for its Origin with [OriginOf].
type Refusal interface {
	error
	Origin() Origin
}

type fault struct {
	err  error
	exit Exit
	hint string
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// With marks err with the exit code it should end the process with, and with a hint: the next thing to type.
// The innermost mark wins, because the cause is known best where it happened. A nil err stays nil.
func With(err error, exit Exit, hint string) error {
	if err == nil {
		return nil
	}
	return &fault{err: err, exit: exit, hint: hint}
}

// insistent is a fault whose hint outranks those of its causes.
type insistent struct{ fault }

// Insist is [With] for a hint that comes last whatever went wrong below or beside it: the number that has to be restored,
// not the network that has to be checked first. Of several the outermost wins. The exit code is still the innermost mark's.
func Insist(err error, exit Exit, hint string) error {
	if err == nil {
		return nil
	}
	return &insistent{fault{err: err, exit: exit, hint: hint}}
}

// Usagef is a [Usage] error without a hint of its own.
func Usagef(format string, args ...any) error {
	return With(fmt.Errorf(format, args...), Usage, "")
}

// ExitOf is the exit code of err: of the innermost mark, [Failed] for an error nobody marked, [OK] for nil.
func ExitOf(err error) Exit {
	if err == nil {
		return OK
	}
	exit := Failed
	walk(err, func(e error) {
		switch e := e.(type) {
		case *fault:
			exit = e.exit
		case *insistent:
			exit = e.exit
		case *status:
			exit = e.exit
		}
	})
	return exit
}

// HintOf is the hint that somebody insists on, else the innermost one of err, or "".
func HintOf(err error) string {
	if last, ok := errors.AsType[*insistent](err); ok && last.hint != "" {
		return last.hint
	}
	var hint string
	walk(err, func(e error) {
		if f, ok := e.(*fault); ok && f.hint != "" {
			hint = f.hint
		}
	})
	return hint
}

// Insisted is the part of err that somebody insists on, nil for none.
func Insisted(err error) error {
	if last, ok := errors.AsType[*insistent](err); ok {
		return last
	}
	return nil
}

// OriginOf is what a service said, if one did.
func OriginOf(err error) (Origin, bool) {
	if r, ok := errors.AsType[Refusal](err); ok {
		return r.Origin(), true
	}
	return Origin{}, false
}

// status ends the process with a code and says nothing, because everything was said already.
type status struct{ exit Exit }

func (s *status) Error() string { return fmt.Sprintf("exit status %d", s.exit) }

// Quiet is an error that only carries an exit code: the command has already shown what was wrong.
func Quiet(exit Exit) error {
	if exit == OK {
		return nil
	}
	return &status{exit}
}

// IsQuiet reports whether err has nothing left to say. One that is joined with something else has.
func IsQuiet(err error) bool {
	if _, quiet := errors.AsType[*status](err); !quiet {
		return false
	}
	silent := true
	walk(err, func(e error) {
		_, quiet := e.(*status)
		_, joined := e.(interface{ Unwrap() []error })
		silent = silent && (quiet || joined || errors.Unwrap(e) != nil)
	})
	return silent
}

// walk visits err and everything it wraps, outermost first.
// Of joined errors the first comes last, so that what went wrong first decides.
func walk(err error, visit func(error)) {
	for err != nil {
		visit(err)
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			errs := many.Unwrap()
			for i := len(errs) - 1; i >= 0; i-- {
				walk(errs[i], visit)
			}
			return
		}
		err = errors.Unwrap(err)
	}
}
