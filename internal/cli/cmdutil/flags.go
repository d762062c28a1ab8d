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

// choices is the annotation with a flag's allowed words.
const choices = "twvoice_choices"

// OneOf sets the values of a flag for completion. The command itself rejects other values.
func OneOf(flags *pflag.FlagSet, name string, words ...string) { annotate(flags, name, choices, words) }

// File sets the extensions, without the dot, of the files that a flag completes. Shells offer folders as well.
func File(flags *pflag.FlagSet, name string, extensions ...string) {
	annotate(flags, name, cobra.BashCompFilenameExt, extensions)
}

// annotate panics if the flag does not exist, which is a bug.
func annotate(flags *pflag.FlagSet, name, key string, values []string) {
	if err := flags.SetAnnotation(name, key, values); err != nil {
		panic(err)
	}
}

// Methods returns the methods of a webhook.
func Methods() []string { return []string{"POST", "GET"} }

// edgeNames returns Twilio's edge locations: https://www.twilio.com/docs/global-infrastructure/edge-locations
func edgeNames() []string {
	return []string{"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla", "roaming"}
}

// FlagError rewrites an error about a flag's value in plain words. It returns other errors unchanged.
func FlagError(flags *pflag.FlagSet, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(flags, unknown)
	}
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	return flagValueError(bad.GetFlag(), bad.GetValue(), err)
}

// unknownFlag suggests a similar flag, also for a single dash: -limit.
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

// flagValueError returns the error for a value that a flag rejects, typed or configured.
func flagValueError(flag *pflag.Flag, value string, err error) error {
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

// Settings returns settings of a number by the names in the API's answers, without passwords: "voice_url".
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

// Words returns settings in a fixed order: "voice_method=POST voice_url=(none)".
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

// RedactURL returns a URL without its password, and any other text unchanged.
func RedactURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	return u.Redacted()
}

// ConnectTo is the value of --connect-to: further hosts that may be contacted.
type ConnectTo []string

// Bind adds the flag.
func (c *ConnectTo) Bind(flags *pflag.FlagSet) {
	flags.StringArrayVar((*[]string)(c), "connect-to", nil, "also contact this `HOST[=ADDRESS]`, at ADDRESS if given; each may have a :PORT (repeatable)")
}

// Read parses the values.
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
