package twilioapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// H8: limited credentials are distinguished from credentials that are rejected altogether.
func TestAbilitiesTellsWhatAKeyMayRead(t *testing.T) {
	t.Parallel()
	const forbidden, standard = `{"code":70051,"message":"Authorization Error","status":403}`, `{"code":20003,"message":"Authenticate","status":401}`
	tests := []struct {
		name    string
		refused map[string]string // by a part of the path: the answer
		want    string
		exit    fault.Exit
	}{
		{"all of it", nil, "can read numbers, calls, alerts and the account", fault.OK},
		{"a standard key, which cannot read accounts", map[string]string{"account": standard}, "can read numbers, calls and alerts; cannot read the account", fault.OK},
		{"a restricted key", map[string]string{"Calls": forbidden, "Alerts": forbidden, "account": forbidden}, "can read numbers; cannot read calls, alerts and the account", fault.OK},
		{"a restricted key that may nothing", map[string]string{"IncomingPhoneNumbers": forbidden, "Calls": forbidden, "Alerts": forbidden, "account": forbidden}, "cannot read numbers, calls, alerts and the account", fault.OK},
		{"a wrong secret", map[string]string{"IncomingPhoneNumbers": standard, "Calls": standard, "Alerts": standard, "account": standard}, "", fault.Credentials},
		{"an API that is down", map[string]string{"Calls": `{"code":20503,"message":"down","status":503}`}, "can read numbers", fault.Failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := clientOver(func(r *http.Request) (*http.Response, error) {
				kind := "account"
				for _, list := range []string{"IncomingPhoneNumbers", "Calls", "Alerts"} {
					if strings.Contains(r.URL.Path, list) {
						kind = list
					}
				}
				if answer, ok := tt.refused[kind]; ok {
					status := map[bool]int{true: http.StatusForbidden, false: http.StatusUnauthorized}[answer == forbidden]
					if strings.Contains(answer, "503") {
						status = http.StatusServiceUnavailable
					}
					return respond(status, answer), nil
				}
				return respond(http.StatusOK, map[string]string{
					"IncomingPhoneNumbers": `{"incoming_phone_numbers":[]}`, "Calls": `{"calls":[]}`, "Alerts": `{"alerts":[],"meta":{}}`,
					"account": `{"sid":"AC1","status":"active","type":"Full","friendly_name":"x","owner_account_sid":"AC1"}`,
				}[kind]), nil
			}, patient, func(o *twilioapi.Options) { o.Credentials.KeySid, o.Credentials.KeySecret = sk, "s" })
			may, err := c.Abilities(t.Context())
			if diff := cmp.Diff(tt.want, may.String()); diff != "" || fault.ExitOf(err) != tt.exit {
				t.Errorf("exit %d, %v (-want +got):\n%s", fault.ExitOf(err), err, diff)
			}
		})
	}
}
