package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestMistakesInProfilesAreFoundAtTheirPlace(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, yaml, want, hint string }{
		{"a secret", "profiles:\n  work:\n    auth_token: hunter2\n", "config.yaml:3:5: profiles.work.auth_token: secrets do not belong", "twvoice login --profile work"},
		{"an unknown key", "profiles:\n  work:\n    acount_sid: AC1\n", "config.yaml:3:5: unknown setting profiles.work.acount_sid", "did you mean account_sid?"},
		{"a value instead of names", "profiles: work\n", "config.yaml: profiles: expected names below it", "twvoice login"},
		{"a value instead of a profile", "profiles:\n  work: AC1\n", ": expected account_sid below it", ""},
		{"a list instead of a value", "profiles:\n  work:\n    region: [ie1]\n", "config.yaml:3:5: profiles.work.region: expected a single value", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.user(t, tt.yaml)
			_, err := w.tryLoad()
			check(t, err, fault.Usage, tt.want, tt.hint)
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("the message shows the secret")
			}
		})
	}
}

func TestProfileNamesKeepTheirCaseAndTheirDots(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	save(t, w, config.Profile{Name: "Acme.com", AccountSid: "AC1"})
	if p, ok := w.load(t).Profile("Acme.com"); !ok || p.AccountSid != "AC1" {
		t.Errorf("got %+v, %v", p, ok)
	}
	for _, name := range []string{"", "my work", "a/b", "-x", "é", strings.Repeat("x", 65)} {
		check(t, config.CheckProfileName(name), fault.Usage, " is not a valid profile name", "--profile work")
	}
	check(t, config.CheckProfileName("Acme.com-2_b"), fault.OK, "", "")
}

func TestTwilioCLIProfiles(t *testing.T) {
	t.Parallel()
	const keychain = `{"activeProject": "old", "projects": [{"id": "old", "accountSid": "ACold"}], "profiles": {}}`
	tests := []struct {
		name, json, profile string
		want                config.Credentials
		fails               string
		exit                fault.Exit
	}{
		{
			name: "the active one", json: `{"edge": "dublin", "activeProject": "b", "profiles": {"a": {"accountSid": "ACa", "apiKey": "SKa", "apiSecret": "sa"}, "b": {"accountSid": "ACb", "apiKey": "SKb", "apiSecret": "sb", "region": "ie1"}}, "projects": []}`,
			want: config.Credentials{AccountSid: "ACb", KeySid: "SKb", KeySecret: "sb", Region: "ie1", Edge: "dublin", Source: "twilio CLI profile b"},
		},
		{
			name: "the only one", json: `{"activeProject": null, "profiles": {"a": {"accountSid": "ACa", "apiKey": "SKa", "apiSecret": "sa", "edge": "sydney"}}}`,
			want: config.Credentials{AccountSid: "ACa", KeySid: "SKa", KeySecret: "sa", Edge: "sydney", Source: "twilio CLI profile a"},
		},
		{name: "several and none active", json: `{"profiles": {"a": {"accountSid": "ACa"}, "b": {"accountSid": "ACb"}}}`, fails: "no Twilio credentials", exit: fault.Credentials},
		{name: "one whose secret is in the keychain", json: keychain, fails: "twilio CLI profile old stores its secret in the system's keychain, where twvoice cannot read it", exit: fault.Credentials},
		{name: "the same by its name", json: keychain, profile: "old", fails: "stores its secret in the system's keychain, where twvoice cannot read it", exit: fault.Credentials},
		{name: "a broken file", json: `{"profiles": {"a": {"apiSecret": "hunter2"`, fails: "config.json is not valid JSON", exit: fault.Credentials},
		{name: "a file of somebody else", json: `{"profiles": "hunter2"}`, fails: "config.json is not valid JSON", exit: fault.Credentials},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(t, w.home, ".twilio-cli/config.json", tt.json)
			got, err := w.load(t).Credentials(t.Context(), config.Typed{Profile: tt.profile})
			check(t, err, tt.exit, tt.fails, "")
			if err != nil {
				if strings.Contains(err.Error(), "hunter2") {
					t.Error("the message shows the secret")
				}
				return
			}
			got.Sources = config.Sources{}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnWindowsTheTwilioCLIIsInTheUsersProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env = map[string]string{"USERPROFILE": w.home}
	w.write(t, w.home, ".twilio-cli/config.json", twilioProfiles)
	got, err := w.load(t).Credentials(t.Context(), config.Typed{})
	if err != nil || got.AccountSid != "ACcli" {
		t.Errorf("got %v, %v", got, err)
	}
}
