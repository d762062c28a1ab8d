// Package fault adds an exit code and a hint to an error without changing its text. The code is set where the cause is
// known, and read only where the process ends.
package fault

import (
	"errors"
	"fmt"
)

// Exit is an exit code of the process, documented in docs/exit-codes.md.
type Exit int

const (
	OK          Exit = 0
	Problems    Exit = 1   // the command worked and found problems
	Usage       Exit = 2   // wrong usage: nothing was done
	Failed      Exit = 3   // the command could not do its work
	Credentials Exit = 4   // credentials are missing or were rejected
	Interrupted Exit = 130 // stopped before the end
)

// Origin is the error as Twilio or ngrok reported it, with their own code. The zero value is empty.
type Origin struct {
	Code      string // "21422", "ERR_NGROK_108"
	Status    int    // HTTP status, 0 if there was none
	RequestID string // Twilio-Request-Id
	MoreInfo  string // URL of the code's documentation
}

// Refusal is an error that came from a service's answer. [OriginOf] finds it in the chain.
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

// With returns err with an exit code and a hint: the next command to type. If several are in the chain, the innermost
// counts, because the cause is known best where it occurred. A nil err stays nil.
func With(err error, exit Exit, hint string) error {
	if err == nil {
		return nil
	}
	return &fault{err: err, exit: exit, hint: hint}
}

// insistent is a fault whose hint takes precedence over those of its causes.
type insistent struct{ fault }

// Insist is [With] for a hint that takes precedence over all others in the chain: a number that must be restored is more
// important than a network to check. If there are several, the outermost counts. The exit code is still the innermost
// one.
func Insist(err error, exit Exit, hint string) error {
	if err == nil {
		return nil
	}
	return &insistent{fault{err: err, exit: exit, hint: hint}}
}

// Usagef returns a [Usage] error without a hint.
func Usagef(format string, args ...any) error {
	return With(fmt.Errorf(format, args...), Usage, "")
}

// ExitOf returns the exit code of err: the innermost one, [Failed] without one, [OK] for nil.
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

// HintOf returns the hint set by [Insist], else the innermost one, or "".
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

// Insisted returns the part of err that was made with [Insist], or nil.
func Insisted(err error) error {
	if last, ok := errors.AsType[*insistent](err); ok {
		return last
	}
	return nil
}

// OriginOf returns the error as the service reported it, if there is one.
func OriginOf(err error) (Origin, bool) {
	if r, ok := errors.AsType[Refusal](err); ok {
		return r.Origin(), true
	}
	return Origin{}, false
}

// status carries an exit code and no message, because everything was printed before.
type status struct{ exit Exit }

func (s *status) Error() string { return fmt.Sprintf("exit status %d", s.exit) }

// Quiet returns an error that only carries an exit code: the command has already printed what is wrong.
func Quiet(exit Exit) error {
	if exit == OK {
		return nil
	}
	return &status{exit}
}

// IsQuiet reports whether err has no message. If it is joined with another error, it has one.
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

// walk visits err and everything it wraps, outermost first. It visits the first of joined errors last, so that the first
// error decides.
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
