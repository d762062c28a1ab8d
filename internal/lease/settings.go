// Package lease points a number somewhere else and restores it. It keeps a durable journal of the original settings,
// changes a setting only if it has the expected value, holds a file lock per owner, and restores what a killed process
// left behind.
//
// It never overwrites a change by someone else, and never makes a change that is not in the journal. It does not depend
// on Twilio or on tunnels: an [Account] has three methods.
package lease

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Settings are settings of a number by Twilio's parameter names: VoiceUrl, VoiceMethod, VoiceApplicationSid, … An
// empty value means not set.
type Settings map[string]string

// Account is access to the account that owns the number.
type Account interface {
	// Key identifies the account and its server. The journal separates accounts by it.
	Key() string
	// Settings reads all settings of a number.
	Settings(ctx context.Context, numberSid string) (Settings, error)
	// Set changes only the given settings.
	Set(ctx context.Context, numberSid string, change Settings) error
}

// of returns these settings, limited to the names in other.
func (s Settings) of(other Settings) Settings {
	narrow := make(Settings, len(other))
	for name := range other {
		narrow[name] = s[name]
	}
	return narrow
}

// with returns these settings with a change applied.
func (s Settings) with(change Settings) Settings {
	all := maps.Clone(s)
	if all == nil {
		all = Settings{}
	}
	maps.Copy(all, change)
	return all
}

// has reports whether these settings of a number still match the journal.
func (s Settings) has(journalled Settings) bool {
	for name, want := range journalled {
		if !same(s[name], want) {
			return false
		}
	}
	return true
}

// same reports whether a value matches the journal's.
func same(value, journalled string) bool { return value == journalled || sealed(value) == journalled }

// seal returns the settings as the journal stores them. A URL with a password is always one of ours and never restored,
// so its hash is enough to recognize it.
func (s Settings) seal() Settings {
	kept := make(Settings, len(s))
	for name, value := range s {
		if u, err := url.Parse(value); err == nil && u.User != nil {
			value = sealed(value)
		}
		kept[name] = value
	}
	return kept
}

// sealMark is the prefix of the hash that replaces a URL with a password.
const sealMark = "sha256:"

func sealed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return sealMark + hex.EncodeToString(sum[:])
}

// String returns "VoiceUrl=https://… VoiceMethod=POST" in a fixed order, without passwords.
func (s Settings) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		value := s[name]
		if u, err := url.Parse(value); err == nil && u.User != nil {
			value = u.Redacted() // not for other values: a friendly name must not be rewritten as a URL
		}
		if value == "" {
			value = "(none)"
		}
		parts = append(parts, name+"="+value)
	}
	return strings.Join(parts, " ")
}
