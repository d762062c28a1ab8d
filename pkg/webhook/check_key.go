package webhook

import "fmt"

// unknownKey is the error for a SharedKey whose secret is not known.
type unknownKey struct{ sid string }

func (e unknownKey) Error() string {
	return fmt.Sprintf("the request was signed with the SharedKey %.80q, whose secret is unknown", e.sid)
}

// key returns the key that must have signed the request: the auth token, or the SharedKey that its
// settings name.
func (r Request) key() (key, error) {
	if r.Settings == "" {
		return key{secret: r.Token}, nil
	}
	k, err := ParseSettings(r.Settings)
	if err != nil {
		return key{}, err
	}
	secret := r.SharedKeys[k.SID]
	if secret == "" {
		return key{}, unknownKey{k.SID}
	}
	return key{secret, k.Algorithm}, nil
}

// keyVerdict explains settings without a usable key.
func (r Request) keyVerdict(err error) Verdict {
	v := Verdict{Cause: MalformedHeader, Reason: err.Error(), Fix: "pass the value of " + SettingsHeader + " on unchanged"}
	if _, unknown := err.(unknownKey); unknown { //nolint:errorlint // it is never wrapped
		v.Cause = OtherKey
		v.Fix = "Twilio shows the secret once, when the key is created: give it to the check, or create another key"
	}
	return v
}
