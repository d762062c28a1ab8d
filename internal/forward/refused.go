package forward

import (
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// refused explains a 403 to a request signed by Twilio: the application checked it for another URL or with another
// token.
func (v *visit) refused() string {
	switch {
	case v.app.o.Token != "":
		return fmt.Sprintf("the signature is right for %s: the app checks for another URL, or with another TWILIO_AUTH_TOKEN", v.checked)
	case v.known.Scheme != "https" || strings.HasPrefix(v.checked, "https:") || strings.HasPrefix(v.checked, "wss:"):
		return "the signature is right: the app probably checks with another TWILIO_AUTH_TOKEN; after -- COMMAND it gets the right one"
	}
	saw := fmt.Sprintf("the signature is right for %s, but the app probably checks for %s: ", v.signed(), v.checked)
	if f, ok := webhook.FrameworkOf(v.answer.Header); ok {
		return saw + f.Name + ": " + f.Setting + "; or add --resign"
	}
	return saw + "make it trust X-Forwarded-Proto (docs/forwarding.md shows how), or add --resign"
}

// signed returns the URL that the signature is valid for, without a password.
func (v *visit) signed() string {
	scheme := v.known.Scheme
	if upgrades(v.r) {
		scheme = strings.Replace(scheme, "http", "ws", 1)
	}
	return scheme + "://" + v.known.Host + v.uri()
}
