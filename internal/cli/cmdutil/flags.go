package cmdutil

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// choices is the annotation of a flag with the words that its value may be.
const choices = "twvoice_choices"

// OneOf lists the values of a flag for completion. The command itself refuses other values.
func OneOf(flags *pflag.FlagSet, name string, words ...string) { annotate(flags, name, choices, words) }

// File says which files a flag names, by their extensions without the dot. Shells offer folders as well.
func File(flags *pflag.FlagSet, name string, extensions ...string) {
	annotate(flags, name, cobra.BashCompFilenameExt, extensions)
}

// annotate panics where the flag does not exist, which is a slip in our own source.
func annotate(flags *pflag.FlagSet, name, key string, values []string) {
	if err := flags.SetAnnotation(name, key, values); err != nil {
		panic(err)
	}
}

// Methods are the methods of a webhook.
func Methods() []string { return []string{"POST", "GET"} }

// edges are where Twilio can be entered: https://www.twilio.com/docs/global-infrastructure/edge-locations
func edges() []string {
	return []string{"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla", "roaming"}
}

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
		what, hint = "not a duration", name+" 5s"
		if _, err := time.ParseDuration(value + "s"); err == nil {
			hint = name + " " + value + "s"
		}
	case "int":
		what, hint = "not a whole number", name+" 3"
	default:
		return err
	}
	return fault.With(fmt.Errorf("%s %q is %s", name, value, what), fault.Usage, hint)
}

// Settings are settings of a number by the names that the API's answers have, passwords left out: "voice_url".
func Settings(settings lease.Settings) map[string]string {
	all := map[string]string{}
	for name, value := range settings {
		var b strings.Builder
		for i, r := range name {
			if unicode.IsUpper(r) && i > 0 {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		}
		all[b.String()] = RedactURL(value)
	}
	return all
}

// Words are settings in a fixed order: "voice_method=POST voice_url=(none)".
func Words(settings map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		value := settings[name]
		switch {
		case value == "":
			value = "(none)"
		case strings.Contains(value, " "):
			value = `"` + value + `"`
		}
		all = append(all, name+"="+value)
	}
	return strings.Join(all, " ")
}

// RedactURL is a URL without the password that may be in it, and any other text as it is.
func RedactURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	return u.Redacted()
}

// ConnectTo is --connect-to as it was typed: hosts that may be contacted as well as the application's own.
type ConnectTo []string

// Bind adds the flag.
func (c *ConnectTo) Bind(flags *pflag.FlagSet) {
	flags.StringArrayVar((*[]string)(c), "connect-to", nil, "also contact this `HOST[=ADDRESS]`, at ADDRESS if given; each may have a :PORT (repeatable)")
}

// Read reads it, or says which one cannot be meant.
func (c ConnectTo) Read() ([]client.ConnectTo, error) {
	var all []client.ConnectTo
	for _, typed := range c {
		one, err := client.ParseConnectTo(typed)
		if err != nil {
			return nil, fault.With(fmt.Errorf("--connect-to %w", err), fault.Usage, "--connect-to app.example.com=localhost:3000")
		}
		all = append(all, one)
	}
	return all, nil
}
