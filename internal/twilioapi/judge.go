package twilioapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// judge evaluates the last attempt of a call: a usable answer, or an error with an exit code and a hint.
func (c *conn) judge(r request, a *answer, err error) (*answer, error) {
	switch {
	case err != nil:
		return nil, c.unreachable(r, err)
	case a.status >= 400:
		refusal := newError(c.place.server(), a)
		refusal.Wait = retryAfter(a.header, c.retry.Now())
		return nil, c.refused(r, refusal)
	case a.status < 200 || a.status >= 300:
		e := newError(c.place.server(), a)
		e.Message = "a redirect to " + redactURL(a.header.Get("Location")) + ", where an API was expected"
		return nil, c.notAPI(r, e)
	case r.method == http.MethodDelete && len(a.body) == 0:
		return a, nil // 204 has no body
	case r.method == http.MethodDelete:
		e := newError(c.place.server(), a)
		e.Message = fmt.Sprintf("%s where an empty response was expected", firstText(a.header.Get("Content-Type"), "something"))
		return nil, c.notAPI(r, e)
	case len(a.body) == 0:
		e := newError(c.place.server(), a)
		e.Message = "an empty response where JSON was expected"
		return nil, c.notAPI(r, e)
	case !json.Valid(a.body):
		e := newError(c.place.server(), a)
		e.Message = notJSON(a)
		return nil, c.notAPI(r, e)
	}
	return a, nil
}

// notJSON describes an answer that is not JSON.
func notJSON(a *answer) string {
	kind := firstText(a.header.Get("Content-Type"), "something")
	if media, _, _ := strings.Cut(kind, ";"); strings.HasSuffix(strings.TrimSpace(media), "json") {
		return "JSON that is invalid or incomplete"
	}
	return kind + " where JSON was expected"
}

// elsewhere reports whether a request is for a list or a new resource of another account than the credentials'. A 404 is
// then about the account. A 404 about a country means that Twilio sells no such numbers there.
func (c *conn) elsewhere(r request) bool {
	if c.account == c.credentials.AccountSid || !strings.Contains(r.url.Path, "/Accounts/"+c.account) || strings.Contains(r.url.Path, "/AvailablePhoneNumbers/") {
		return false
	}
	last := strings.TrimSuffix(path.Base(r.url.Path), ".json")
	return last == c.account || len(last) != 34
}

// notAPI returns the error for an answer that cannot come from a Twilio API: there is another server at this address, or
// in between. Even with a success status, it is unknown whether a change reached Twilio.
func (c *conn) notAPI(r request, e *Error) error {
	if !safe(r.method) && e.Status < 300 {
		return c.uncertain(r, e)
	}
	hint := "a proxy answers instead of Twilio: check HTTPS_PROXY"
	if c.place.base != nil {
		hint = "check that --api-url is the address of a Twilio-compatible API"
	}
	return fault.With(e, fault.Failed, hint)
}

// refused adds the hint. Codes that the commands handle have no hint here.
func (c *conn) refused(r request, e *Error) error {
	switch {
	case e.Status == http.StatusUnauthorized || e.Code == "20003" || e.Code == "70051" || e.Status == http.StatusForbidden && hintFor(e.Code) == "" && c.credentials.keyed():
		return fault.With(e, fault.Credentials, c.credentialsHint(e))
	case e.Status == http.StatusTooManyRequests:
		return fault.With(e, fault.Failed, "the account sends too many requests: wait a minute, or run fewer commands at the same time")
	case leavesOpen(e.Status) && !safe(r.method):
		return c.uncertain(r, e)
	case e.Status == http.StatusNotFound && c.elsewhere(r):
		return fault.With(e, fault.Failed, fmt.Sprintf("check with `twvoice whoami` that account %s exists and that the credentials%s belong to it or its parent", c.account, c.credentials.from()))
	case e.Status >= 500 && c.place.base == nil:
		return fault.With(e, fault.Failed, "Twilio has a problem: see https://status.twilio.com, and try again later")
	}
	return fault.With(e, fault.Failed, hintFor(e.Code))
}

// credentialsHint names the source of the rejected credentials.
func (c *conn) credentialsHint(e *Error) string {
	source := firstText(c.credentials.Source, "the command line")
	switch {
	case e.Code == "20005":
		return fmt.Sprintf("account %s is suspended or closed: see https://console.twilio.com", c.account)
	case c.place.region != "" && c.place.region != "us1":
		return fmt.Sprintf("region %s has its own API keys and auth tokens; these are from %s: check them with `twvoice whoami`", c.place.region, source)
	case c.account != c.credentials.AccountSid:
		// Choice: Twilio refuses an account that is not the credentials' own, or is not there, as it refuses wrong credentials.
		return fmt.Sprintf("the credentials from %s are for account %s: check that account %s exists and is its subaccount; `twvoice whoami` without --account-sid checks only the credentials",
			source, c.credentials.AccountSid, c.account)
	case c.credentials.keyed() && isForbidden(e):
		return fmt.Sprintf("the API key from %s is not allowed to do this, but the account's auth token is: check with `twvoice whoami`", source)
	}
	return fmt.Sprintf("check the credentials from %s with `twvoice whoami`", source)
}

// hintFor returns the hint for one of Twilio's codes, or "". https://www.twilio.com/docs/api/errors
func hintFor(code string) string {
	switch code {
	case "20008":
		return "test credentials can only buy magic numbers like +15005550006; use the account's live credentials"
	case "21215", "21203":
		return "allow calls to that country: https://console.twilio.com/us1/develop/voice/settings/geo-permissions"
	case "21219", "21608":
		return "a trial account can call only verified numbers: verify it at https://console.twilio.com/us1/develop/phone-numbers/manage/verified, or upgrade the account"
	case "21211", "21217":
		return "write the number in E.164 form, like +14155550100"
	case "21404":
		return "a trial account can have one number: release it with `twvoice numbers release`, or upgrade the account"
	case "21421":
		return "write the number in E.164 form, like +14155550100, as `twvoice numbers search` prints it"
	case "21422":
		return "someone else has it: choose another one with `twvoice numbers search`"
	case "21452":
		return "no number is available there: try another --area-code, or none"
	case "21615":
		return "this country requires an address within it: create one at https://console.twilio.com and add --address AD…"
	case "21631":
		return "this country requires an address: create one at https://console.twilio.com and add --address AD…"
	case "21649":
		return "this country requires a regulatory bundle: create one at https://console.twilio.com and add --bundle BU…"
	}
	return ""
}
