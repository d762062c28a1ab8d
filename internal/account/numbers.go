package account

import (
	"context"
	"errors"
	"strconv"

	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// numbers implements [lease.Account].
type numbers struct {
	api twilioapi.Numbers
	key string
}

// errOtherNumber is the error for an answer about another number than the requested one.
var errOtherNumber = errors.New("the response is for a different number")

// temporary reports whether reading or changing a number may be retried.
func temporary(err error) bool {
	return !errors.Is(err, ErrDryRun) && (errors.Is(err, errOtherNumber) || twilioapi.Temporary(err))
}

var _ lease.Account = numbers{}

func (n numbers) Key() string { return n.key }

func (n numbers) Settings(ctx context.Context, sid string) (lease.Settings, error) {
	number, err := n.api.Get(ctx, sid)
	if err != nil {
		return nil, err
	}
	if number.SID != sid {
		return nil, errOtherNumber // comparing it would find that everything has changed
	}
	return Settings(number), nil
}

func (n numbers) Set(ctx context.Context, sid string, change lease.Settings) error {
	number, err := n.api.Update(ctx, sid, change)
	if err == nil && number.SID != sid {
		return errOtherNumber // it is unknown whether the change was made
	}
	return err
}

// Settings returns all settings of a number that can be restored, by Twilio's parameter names.
func Settings(n twilioapi.Number) lease.Settings {
	return lease.Settings{
		"FriendlyName":         n.FriendlyName,
		"VoiceUrl":             n.VoiceURL,
		"VoiceMethod":          n.VoiceMethod,
		"VoiceFallbackUrl":     n.VoiceFallbackURL,
		"VoiceFallbackMethod":  n.VoiceFallbackMethod,
		"VoiceApplicationSid":  n.VoiceApplicationSid,
		"VoiceCallerIdLookup":  strconv.FormatBool(n.VoiceCallerIDLookup),
		"TrunkSid":             n.TrunkSid,
		"StatusCallback":       n.StatusCallback,
		"StatusCallbackMethod": n.StatusCallbackMethod,
		"SmsUrl":               n.SmsURL,
		"SmsMethod":            n.SmsMethod,
		"SmsFallbackUrl":       n.SmsFallbackURL,
		"SmsFallbackMethod":    n.SmsFallbackMethod,
		"SmsApplicationSid":    n.SmsApplicationSid,
	}
}
