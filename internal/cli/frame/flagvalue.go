package frame

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/fault"
)

// FlagError says in a person's words what is wrong with a flag's value; any other error it leaves.
func FlagError(flags *pflag.FlagSet, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(flags, unknown)
	}
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	return misfit(bad.GetFlag(), bad.GetValue(), err)
}

// unknownFlag names the flag that is near, also where one dash is missing: -limit.
func unknownFlag(flags *pflag.FlagSet, err *pflag.NotExistError) error {
	typed := err.GetSpecifiedName()
	if short := err.GetSpecifiedShortnames(); len(short) > 1 {
		typed, _, _ = strings.Cut(short, "=")
	}
	var names []string
	flags.VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	near := fault.Nearest(typed, names)
	if near == "" {
		return err
	}
	return fault.With(err, fault.Usage, "did you mean --"+near+"?")
}

// misfit is a value that a flag refuses, whether it was typed or configured.
func misfit(flag *pflag.Flag, value string, err error) error {
	name := "--" + flag.Name
	what, hint := "", ""
	switch flag.Value.Type() {
	case "bool":
		what, hint = "neither true nor false", name+", or "+name+"=false"
	case "duration":
		what, hint = "no length of time", name+" 5s"
		if _, err := time.ParseDuration(value + "s"); err == nil {
			hint = name + " " + value + "s"
		}
	case "int":
		what, hint = "no whole number", name+" 3"
	default:
		return err
	}
	return fault.With(fmt.Errorf("%s %q is %s", name, value, what), fault.Usage, hint)
}
