package doctor

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

const retryHint = "check the network and run it again; https://status.twilio.com shows whether Twilio has a problem"

// credentials reports where the credentials come from and whether Twilio accepts them.
func credentials(ctx context.Context, e *examination) Finding {
	v, f := e.asked(ctx)
	switch {
	case f != nil:
		return *f
	case v.unopened != nil && e.Account.Local:
		return skipped("the local account is stored in the state folder, which cannot be used")
	case v.unopened != nil:
		return failedWith(v.unopened, "run: twvoice login")
	case accountInactive(v.refused):
		return skipped("Twilio knows them (%s), but the account is not active", credentialsName(v.found))
	case refusesCredentials(v.refused):
		f := failedWith(fmt.Errorf("%s: %w", credentialsName(v.found), v.refused), "")
		f.Hint = e.remedy(v)
		return f
	case v.refused != nil:
		return unanswered(fmt.Errorf("%s: %w", credentialsName(v.found), v.refused))
	case e.Account.Local:
		return ok("local account %s, made by the local emulator", v.sid)
	case len(v.may.MayNot) > 0 && !slices.Contains(v.may.May, "numbers"):
		return warning("give the key the permissions it needs at https://console.twilio.com, or use the account's auth token: twvoice login",
			"%s, accepted for %s; it %s", credentialsName(v.found), v.sid, v.may)
	case slices.ContainsFunc(v.may.MayNot, func(what string) bool { return what != "the account" }):
		return ok("%s, accepted for %s; it %s", credentialsName(v.found), v.sid, v.may)
	case v.unknown != nil && v.found.Keyed() && v.found.AuthToken == "":
		return ok("%s, accepted for %s; it cannot read the account itself, as is usual for API keys", credentialsName(v.found), v.sid)
	}
	return ok("%s, accepted for %s", credentialsName(v.found), v.sid)
}

// credentialsName names the credentials that call the API, without a secret.
func credentialsName(found config.Credentials) string {
	if found.Keyed() {
		return fmt.Sprintf("API key %s from %s", found.KeySid, cmp.Or(found.Sources.API, found.Source))
	}
	return "auth token from " + cmp.Or(found.Sources.API, found.Source)
}

// unanswered returns the finding for a request that failed for a reason other than the credentials.
func unanswered(err error) Finding {
	f := failedWith(err, retryHint)
	if origin, _ := fault.OriginOf(err); origin.Status == http.StatusTooManyRequests {
		f.Status = Warning // a request to wait is not a failure
	}
	return f
}

// remedy returns what to do about rejected credentials. Each region has its own credentials; those of another region get
// a 401 too.
func (e *examination) remedy(v *twilioReply) string {
	region := cmp.Or(e.Account.Region, v.found.Region)
	if cmp.Or(e.Account.APIURL, v.found.APIURL) == "" && region != "" && region != "us1" {
		return fmt.Sprintf("region %s has its own auth tokens and API keys: choose it at https://console.twilio.com and copy those, or leave out --region and TWILIO_REGION", region)
	}
	hint := "copy account SID and auth token from https://console.twilio.com, then run: twvoice login"
	if cmp.Or(e.Account.APIURL, v.found.APIURL) == "" {
		hint += " (with --region ie1 or au1 if they were made there: they are rejected elsewhere)"
	}
	return hint
}

// signatures reports whether webhooks can be verified, which only an auth token can do.
// https://www.twilio.com/docs/usage/security#validating-requests
func signatures(ctx context.Context, e *examination) Finding {
	v, f := e.asked(ctx)
	switch {
	case f != nil:
		return *f
	case v.unopened != nil:
		return skipped("no credentials are set")
	case e.Account.Local:
		return ok("verified with the local account's auth token")
	case v.sid != v.found.AccountSid && v.unknown == nil && v.account.AuthToken != "":
		return ok("subaccount %s has its own auth token, which is read through the API", v.sid)
	case !v.signs:
		return warning("set TWILIO_AUTH_TOKEN along with the key, or run: twvoice login; serve --no-verify needs none",
			"an API key cannot verify signatures: serve does not start with a key alone")
	case accountInactive(v.token):
		return skipped("the account is not active")
	case refusesCredentials(v.token):
		f := failedWith(fmt.Errorf("auth token from %s: %w", v.found.Sources.Token, v.token), "")
		f.Hint = "the API key is valid but the auth token is not, so that every webhook would get 403: set the right TWILIO_AUTH_TOKEN"
		return f
	case v.token != nil:
		return unanswered(v.token)
	case v.refused != nil:
		return skipped("cannot check the auth token: see credentials")
	case v.sid != v.found.AccountSid:
		return warning("use the auth token of the parent account or of the subaccount",
			"the auth token of subaccount %s cannot be read by an API key", v.sid)
	}
	return ok("verified with the auth token from %s", v.found.Sources.Token)
}

// accountStatus reports the kind of the account and whether it is active.
func accountStatus(ctx context.Context, e *examination) Finding {
	v, f := e.asked(ctx)
	switch {
	case f != nil:
		return *f
	case v.unopened != nil:
		return skipped("no credentials are set")
	case accountInactive(v.refused) || accountInactive(v.unknown):
		err := v.refused
		if err == nil {
			err = v.unknown
		}
		f := failedWith(err, "")
		f.Hint = "https://console.twilio.com shows why; or ask Twilio's support"
		return f
	case v.unknown != nil && v.refused == nil && v.token == nil:
		return skipped("an API key cannot read its account: name, type and status are unknown; an auth token can")
	case v.account.SID == "":
		return skipped("Twilio did not respond: see credentials")
	}
	a := v.account
	name := fmt.Sprintf("%s (%s)", a.FriendlyName, a.SID)
	if e.Account.Local {
		name = "local account " + a.SID
	}
	switch {
	case a.Status != "active":
		return failed("https://console.twilio.com shows why; or ask Twilio's support", "%s is %s: it cannot make or take calls", name, a.Status)
	case a.Type == "Trial":
		return warning("verify the phones at https://console.twilio.com, or upgrade the account",
			"%s is a trial account: one number, calls and messages only to verified phones, calls of at most ten minutes that begin with a notice", name)
	}
	return ok("%s is active, type %s", name, a.Type)
}
