package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
)

type refusal struct{}

func (refusal) Error() string        { return "no such number" }
func (refusal) Origin() fault.Origin { return fault.Origin{Code: "20404", Status: 404} }

func TestExitAndHint(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	tests := []struct {
		name string
		err  error
		exit fault.Exit
		hint string
		text string
	}{
		{"nothing went wrong", nil, fault.OK, "", ""},
		{"an unmarked error could not be done", cause, fault.Failed, "", "connection refused"},
		{"a mark leaves the text alone", fault.With(cause, fault.Credentials, "log in"), fault.Credentials, "log in", "connection refused"},
		{"wrapping keeps the mark", fmt.Errorf("buy: %w", fault.With(cause, fault.Usage, "add --yes")), fault.Usage, "add --yes", "buy: connection refused"},
		{"the innermost mark wins", fault.With(fault.With(cause, fault.Credentials, "log in"), fault.Failed, ""), fault.Credentials, "log in", "connection refused"},
		{"the first of joined errors decides", errors.Join(fault.With(cause, fault.Credentials, "log in"), fault.Usagef("bad flag")), fault.Credentials, "log in", "connection refused\nbad flag"},
		{"who insists has the last hint", fault.Insist(fault.With(cause, fault.Credentials, "log in"), fault.Failed, "restore it"), fault.Credentials, "restore it", "connection refused"},
		{"beside another error, too", errors.Join(fault.With(cause, fault.Failed, "check the network"), fault.Insist(errors.New("left"), fault.Failed, "restore it")), fault.Failed, "restore it", "connection refused\nleft"},
		{"a quiet end has only a code", fmt.Errorf("call: %w", fault.Quiet(fault.Problems)), fault.Problems, "", "call: exit status 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.ExitOf(tt.err); got != tt.exit {
				t.Errorf("exit: got %d, want %d", got, tt.exit)
			}
			if got := fault.HintOf(tt.err); got != tt.hint {
				t.Errorf("hint: got %q, want %q", got, tt.hint)
			}
			if tt.err != nil && tt.err.Error() != tt.text {
				t.Errorf("text: got %q, want %q", tt.err, tt.text)
			}
		})
	}
}

func TestOnlyAnErrorWithNothingElseToSayIsQuiet(t *testing.T) {
	t.Parallel()
	silent := fault.Quiet(fault.Problems)
	for name, tt := range map[string]struct {
		err   error
		quiet bool
	}{
		"no error":                    {nil, false},
		"a quiet one":                 {silent, true},
		"a quiet one, wrapped":        {fmt.Errorf("call: %w", silent), true},
		"two quiet ones":              {errors.Join(silent, silent), true},
		"one beside something to say": {errors.Join(silent, errors.New("+14155550111 still points here")), false},
	} {
		if got := fault.IsQuiet(tt.err); got != tt.quiet {
			t.Errorf("%s: quiet is %v, want %v", name, got, tt.quiet)
		}
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	err := fault.With(fmt.Errorf("show +14155550100: %w", refusal{}), fault.Failed, "")
	origin, ok := fault.OriginOf(err)
	if !ok || origin.Code != "20404" || origin.Status != 404 {
		t.Errorf("origin: got %+v, %v; want code 20404, status 404", origin, ok)
	}
	if _, ok := fault.OriginOf(errors.New("plain")); ok {
		t.Error("a plain error has no origin")
	}
	if fault.With(nil, fault.Failed, "hint") != nil || fault.Quiet(fault.OK) != nil {
		t.Error("no error must stay no error")
	}
}
