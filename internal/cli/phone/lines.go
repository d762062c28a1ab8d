package phone

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// BindLines adds --press and --say. They can be repeated and mixed; their order is the caller's.
func BindLines(flags *pflag.FlagSet, lines *[]voicesim.Line) {
	flags.Var(&linesFlag{lines, "digits", func(s string) voicesim.Line { return voicesim.Line{Press: s} }}, "press",
		"press these `digits` when the call next waits for input; w waits half a second, W a second (repeatable)")
	flags.Var(&linesFlag{lines, "text", func(s string) voicesim.Line { return voicesim.Line{Say: s} }}, "say",
		"say this `text` when the call next waits for input (repeatable)")
}

// BindIdleTimeout adds --idle-timeout.
func BindIdleTimeout(flags *pflag.FlagSet, to *time.Duration) {
	flags.DurationVar(to, "idle-timeout", voicesim.IdleTimeout, "end the call with an error after this `time` without anything on an open WebSocket")
}

// CheckIdleTimeout returns an error for a time that cannot pass.
func CheckIdleTimeout(given time.Duration) error {
	if given <= 0 {
		return fault.With(fmt.Errorf("--idle-timeout %s is invalid: the time must be positive", given), fault.Usage, "--idle-timeout 30s")
	}
	return nil
}

type linesFlag struct {
	lines *[]voicesim.Line
	name  string
	make  func(string) voicesim.Line
}

func (l *linesFlag) Set(s string) error {
	*l.lines = append(*l.lines, l.make(s))
	return nil
}

func (l *linesFlag) Type() string { return l.name }

func (l *linesFlag) String() string {
	var all []string
	if l.lines != nil {
		for _, line := range *l.lines {
			all = append(all, line.Press+line.Say)
		}
	}
	return strings.Join(all, " ")
}
