package login

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// check tests whether Twilio accepts the credentials, each kind separately.
func (l *login) check(ctx context.Context) error {
	if l.secrets.AuthToken != "" {
		a, err := l.client(twilioapi.Credentials{AuthToken: l.secrets.AuthToken}).Accounts.Get(ctx, "")
		if err != nil {
			return l.refused("the auth token", err)
		}
		l.account = fmt.Sprintf(" (%s, %s, %s)", a.FriendlyName, a.Type, a.Status)
	}
	if l.secrets.KeySecret == "" {
		return nil
	}
	// A standard key cannot read its account, but it can read numbers. A restricted one may be allowed neither: 403
	// means that Twilio knows the key. https://www.twilio.com/docs/iam/api-keys
	api := l.client(twilioapi.Credentials{KeySid: l.profile.KeySid, KeySecret: l.secrets.KeySecret})
	for _, err := range api.Numbers.List(ctx, twilioapi.NumberFilter{}, 1) {
		if origin, _ := fault.OriginOf(err); err != nil && origin.Status != http.StatusForbidden {
			return l.refused("the API key", err)
		}
	}
	return nil
}

func (l *login) client(c twilioapi.Credentials) *twilioapi.Client {
	c.AccountSid, c.Source = l.profile.AccountSid, "this login"
	f := l.f
	return twilioapi.New(twilioapi.Options{
		Credentials: c, BaseURL: f.APIURL, Timeout: f.Timeout,
		Region: cmp.Or(l.profile.Region, f.Region), Edge: cmp.Or(l.profile.Edge, f.Edge),
	})
}

// refused reports that nothing was stored. The client's hint, whoami, would be about other credentials.
func (l *login) refused(what string, err error) error {
	if fault.ExitOf(err) != fault.Credentials {
		return fmt.Errorf("check %s, nothing was stored: %w", what, err)
	}
	origin, _ := fault.OriginOf(err)
	hint := "copy both from https://console.twilio.com and try again"
	if region := cmp.Or(l.profile.Region, l.f.Region); region != "" && region != "us1" {
		hint = "region " + region + " has its own auth tokens and API keys: choose it at https://console.twilio.com before you copy them"
	}
	return fault.With(refusal{fmt.Sprintf("check %s of %s, nothing was stored: %v", what, l.profile.AccountSid, err), origin}, fault.Credentials, hint)
}

// refusal keeps Twilio's code and drops the hint.
type refusal struct {
	text   string
	origin fault.Origin
}

var _ fault.Refusal = refusal{}

func (r refusal) Error() string        { return r.text }
func (r refusal) Origin() fault.Origin { return r.origin }
