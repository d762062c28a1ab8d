package dial

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/e164"
)

// check rejects invalid options before any request is sent.
func (o *Options) check() error {
	phone, err := callee(o.Phone)
	if err != nil {
		return err
	}
	o.Phone = phone
	o.Method = strings.ToUpper(o.Method)
	switch {
	case strings.TrimSpace(o.From) == "":
		return fault.With(errors.New("dial needs --from: the calling number"), fault.Usage, "--from +14155550111, or a name; twvoice numbers list shows yours")
	case o.TwiML == "" && o.URL == "":
		return fault.With(errors.New("dial needs --twiml or --url: what the callee hears"), fault.Usage, "--twiml greeting.xml, or --url https://example.com/voice")
	case o.TwiML != "" && o.URL != "":
		return fault.With(errors.New("--twiml and --url exclude each other"), fault.Usage, "leave one of them out")
	case o.Method != "" && o.URL == "":
		return fault.With(errors.New("--method needs --url"), fault.Usage, "leave it out")
	case o.Method != "" && o.Method != "POST" && o.Method != "GET":
		return fault.With(fmt.Errorf("--method %q is invalid: use POST or GET", o.Method), fault.Usage, fault.Suggest(o.Method, cmdutil.Methods(), "--method ", "--method POST, or GET"))
	case o.MachineDetection != "" && !slices.Contains(machineModes(), o.MachineDetection):
		return fault.With(fmt.Errorf("--machine-detection %q is not a valid mode", o.MachineDetection), fault.Usage, fault.Suggest(o.MachineDetection, machineModes(), "--machine-detection ", "--machine-detection enable, or detect-message-end"))
	case o.MachineDetection != "" && o.SendDigits != "":
		return fault.With(errors.New("--machine-detection has no effect with --send-digits: Twilio then skips it"), fault.Usage, "leave out --machine-detection or --send-digits")
	case len(o.SendDigits) > 32 || strings.Trim(o.SendDigits, "0123456789ABCD#*wW") != "":
		return fault.With(fmt.Errorf("--send-digits %q is invalid: at most 32 of 0-9, A-D, #, *, w and W", o.SendDigits), fault.Usage, "--send-digits ww1234#")
	}
	return firstError(
		inSeconds("--ring-timeout", o.RingTimeout, 10*time.Minute), inSeconds("--time-limit", o.TimeLimit, 24*time.Hour),
		cmdutil.CheckPublicURL("--url", o.URL), cmdutil.CheckPublicURL("--status-callback", o.StatusCallback),
	)
}

// machineModes returns the values of --machine-detection.
func machineModes() []string { return []string{"enable", "detect-message-end"} }

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// inSeconds rejects a duration that is not a whole number of seconds, which Twilio requires.
func inSeconds(flag string, d, most time.Duration) error {
	if d == 0 || d >= time.Second && d <= most && d%time.Second == 0 {
		return nil
	}
	return fault.With(fmt.Errorf("%s %s is invalid: use whole seconds from 1s to %s", flag, d, most), fault.Usage, flag+" 30s")
}

// callee returns what Twilio can call: a number, a client or a SIP address.
func callee(typed string) (string, error) {
	if phone, ok := e164.ParseInternational(typed); ok {
		return phone, nil
	}
	if addressed(typed) {
		return typed, nil
	}
	return "", fault.With(fmt.Errorf("cannot call %q: not a phone number, SIP address or client", typed), fault.Usage, "a number with + and country code, like +14155550123; sip:ann@example.com or client:ann")
}

// addressed reports whether typed is a client or SIP address.
func addressed(typed string) bool {
	for _, scheme := range []string{"client:", "sip:", "sips:"} {
		if name, ok := strings.CutPrefix(typed, scheme); ok && name != "" {
			return true
		}
	}
	return false
}

// origin is the caller.
type origin struct {
	number string // for the API
	name   string // for messages
	hint   string // for when Twilio rejects it
}

// caller finds the caller. A number that the account does not own is passed on: it may be a verified caller ID.
func caller(ctx context.Context, a *account.Account, typed string) (origin, error) {
	if addressed(typed) {
		return origin{number: typed, name: typed}, nil
	}
	found, err := a.Find(ctx, typed)
	phone, ok := e164.ParseInternational(typed)
	switch {
	case err == nil && found.FriendlyName == "":
		return origin{number: found.PhoneNumber, name: found.PhoneNumber}, nil
	case err == nil:
		return origin{number: found.PhoneNumber, name: fmt.Sprintf("%s (%s)", found.PhoneNumber, found.FriendlyName)}, nil
	case ok && fault.ExitOf(err) == fault.Usage:
		return origin{number: phone, name: phone, hint: fault.HintOf(err)}, nil
	}
	return origin{}, err
}
