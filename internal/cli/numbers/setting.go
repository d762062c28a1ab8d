package numbers

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// setting is a flag of update with the parameter that it sets.
type setting struct {
	flag, param, help string
	check             func(setting, string) (string, error)
}

// settings returns everything that can be set on a number and restored, in the order of the help.
func settings() []setting {
	return []setting{
		{"name", "FriendlyName", "set the friendly `name`", anyValue},
		{"voice-url", "VoiceUrl", "request this `URL` for incoming calls", address},
		{"voice-method", "VoiceMethod", "request it with this `method`: POST or GET", method},
		{"voice-fallback-url", "VoiceFallbackUrl", "request this `URL` if the voice URL fails", address},
		{"voice-fallback-method", "VoiceFallbackMethod", "request it with this `method`: POST or GET", method},
		{"voice-application", "VoiceApplicationSid", "answer calls with the TwiML application with this `SID`, AP…; overrides the voice URL", sid("AP")},
		{"trunk", "TrunkSid", "route calls to the SIP trunk with this `SID`, TK…; overrides both", sid("TK")},
		{"status-callback", "StatusCallback", "report the end of calls to this `URL`", address},
		{"status-callback-method", "StatusCallbackMethod", "request it with this `method`: POST or GET", method},
		{"sms-url", "SmsUrl", "request this `URL` for incoming messages", address},
		{"sms-method", "SmsMethod", "request it with this `method`: POST or GET", method},
		{"sms-fallback-url", "SmsFallbackUrl", "request this `URL` if the SMS URL fails", address},
		{"sms-fallback-method", "SmsFallbackMethod", "request it with this `method`: POST or GET", method},
		{"sms-application", "SmsApplicationSid", "answer messages with the TwiML application with this `SID`, AP…; overrides the SMS URL", sid("AP")},
	}
}

// callerID is the only boolean setting.
const callerID = "voice-caller-id-lookup"

// bindSettings adds the flags; [typedSettings] reads their values.
func bindSettings(flags *pflag.FlagSet) {
	for _, s := range settings() {
		flags.String(s.flag, "", s.help)
		if strings.HasSuffix(s.flag, "-method") {
			cmdutil.OneOf(flags, s.flag, cmdutil.Methods()...)
		}
		if s.flag == "sms-application" {
			flags.Bool(callerID, false, "look up the caller's name (costs extra)")
		}
	}
}

// typedSettings returns the typed flags, by Twilio's names. An empty value clears a setting.
func typedSettings(flags *pflag.FlagSet) lease.Settings {
	typed := lease.Settings{}
	for _, s := range settings() {
		if flag := flags.Lookup(s.flag); flag.Changed {
			typed[s.param] = flag.Value.String()
		}
	}
	if flag := flags.Lookup(callerID); flag.Changed {
		typed["VoiceCallerIdLookup"] = flag.Value.String()
	}
	return typed
}

// checked validates the values and converts them to the form that is sent.
func checked(typed lease.Settings) (lease.Settings, error) {
	want := lease.Settings{}
	if on, ok := typed["VoiceCallerIdLookup"]; ok {
		want["VoiceCallerIdLookup"] = on
	}
	for _, s := range settings() {
		value, ok := typed[s.param]
		if !ok {
			continue
		}
		value, err := s.check(s, value)
		if err != nil {
			return nil, err
		}
		want[s.param] = value
	}
	return want, nil
}

func anyValue(_ setting, value string) (string, error) { return value, nil }

func address(s setting, value string) (string, error) {
	value = strings.TrimSpace(value)
	return value, cmdutil.CheckPublicURL("--"+s.flag, value)
}

func method(s setting, value string) (string, error) {
	upper := strings.ToUpper(value)
	if upper != "GET" && upper != "POST" {
		return "", fault.With(fmt.Errorf("--%s %q is not a method", s.flag, value), fault.Usage, fault.Suggest(upper, cmdutil.Methods(), "--"+s.flag+" ", "--"+s.flag+" POST, or GET"))
	}
	return upper, nil
}

func sid(prefix string) func(setting, string) (string, error) {
	return func(s setting, value string) (string, error) {
		if value != "" && !webhook.ValidSID(prefix, value) {
			return "", fault.With(fmt.Errorf("--%s %q is not a SID", s.flag, value), fault.Usage, prefix+" and 32 hexadecimal digits, or '' to remove it")
		}
		return value, nil
	}
}
