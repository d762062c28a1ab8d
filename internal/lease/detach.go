package lease

import (
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// detached makes sure that VoiceUrl takes effect. A trunk takes precedence over a TwiML application, and both over the
// URL (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
func detached(n Number, now, want Settings, detach bool) (Settings, error) {
	if want["VoiceUrl"] == "" {
		return want, nil
	}
	for _, rival := range []struct{ name, what string }{
		{"TrunkSid", "SIP trunk"},
		{"VoiceApplicationSid", "TwiML application"},
	} {
		sid := now[rival.name]
		if _, set := want[rival.name]; sid == "" || set {
			continue
		}
		if !detach {
			return nil, fault.With(fmt.Errorf("%s has the %s %s, which overrides the VoiceUrl: Twilio would never request it", n.Phone, rival.what, sid),
				fault.Failed, "add --detach to remove it; it is restored with the other settings")
		}
		want = want.with(Settings{rival.name: ""})
	}
	return want, nil
}
