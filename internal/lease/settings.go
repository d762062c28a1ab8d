// Package lease points a number somewhere else and restores it: a durable journal of what was there before,
// compare-and-swap, a file lock per owner, and healing of what a killed process left behind.
//
// It never overwrites what someone else has set in the meantime, never changes anything that the journal
// does not know yet, and knows neither Twilio nor tunnels: an [Account] is three methods.
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

// Settings are settings of a number by Twilio's parameter names: VoiceUrl, VoiceMethod, VoiceApplicationSid, …
// An empty value is one that is not set.
type Settings map[string]string

// Account is what a lease needs of the account that owns the number.
type Account interface {
	// Key names the account and the server it lives on; the journal keeps accounts apart by it.
	Key() string
	// Settings reads everything that can be set on a number.
	Settings(ctx context.Context, numberSid string) (Settings, error)
	// Set changes the given settings and nothing else.
	Set(ctx context.Context, numberSid string, change Settings) error
}

// of is these settings narrowed to the names that other has.
func (s Settings) of(other Settings) Settings {
	narrow := make(Settings, len(other))
	for name := range other {
		narrow[name] = s[name]
	}
	return narrow
}

// with is these settings changed by others.
func (s Settings) with(change Settings) Settings {
	all := maps.Clone(s)
	if all == nil {
		all = Settings{}
	}
	maps.Copy(all, change)
	return all
}

// has reports whether a number with these settings still has what the journal says was set.
func (s Settings) has(journalled Settings) bool {
	for name, want := range journalled {
		if !same(s[name], want) {
			return false
		}
	}
	return true
}

// same reports whether a setting has what the journal says of it.
func same(value, journalled string) bool { return value == journalled || sealed(value) == journalled }

// seal is the settings as the journal keeps them: a URL with a password in it is our own, never one to
// give back, and only its hash is kept, which is enough to recognize it.
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

// sealMark begins the hash that stands for a URL with a password.
const sealMark = "sha256:"

func sealed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return sealMark + hex.EncodeToString(sum[:])
}

// String is "VoiceUrl=https://… VoiceMethod=POST" in a fixed order, passwords left out.
func (s Settings) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		value := s[name]
		if u, err := url.Parse(value); err == nil && u.User != nil {
			value = u.Redacted() // only then: a friendly name is no URL and must not be spelled like one
		}
		if value == "" {
			value = "(none)"
		}
		parts = append(parts, name+"="+value)
	}
	return strings.Join(parts, " ")
}
