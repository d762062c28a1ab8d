package lease

import (
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// detached makes sure that a VoiceUrl would be used: a trunk wins over a TwiML application, and both over the URL
// (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
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
			return nil, fault.With(fmt.Errorf("%s has the %s %s, which wins over a VoiceUrl: the URL would never be called", n.Phone, rival.what, sid),
				fault.Failed, "add --detach to take it off; it is restored with the rest")
		}
		want = want.with(Settings{rival.name: ""})
	}
	return want, nil
}
