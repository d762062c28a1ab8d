package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

const (
	twoProfiles = "profile: work\nprofiles:\n" +
		"  work: {account_sid: ACwork, key_sid: SKwork, region: ie1, edge: dublin, store: keyring}\n" +
		"  home: {account_sid: AChome, store: keyring}\n"
	twilioProfiles = `{"activeProject": "cli", "profiles": {"cli": {"accountSid": "ACcli", "apiKey": "SKcli", "apiSecret": "scli", "region": "au1"}}}`
)

// env is an environment as a shell would write it.
func env(pairs string) map[string]string {
	all := map[string]string{}
	for pair := range strings.FieldsSeq(pairs) {
		name, value, _ := strings.Cut(pair, "=")
		all[name] = value
	}
	return all
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	const both = "TWILIO_ACCOUNT_SID=ACenv TWILIO_AUTH_TOKEN=tenv TWILIO_API_KEY=SKenv TWILIO_API_SECRET=senv"
	tests := []struct {
		name  string
		env   string
		user  string
		cli   string
		typed config.Typed
		want  config.Credentials
		fails string
		hint  string
		exit  fault.Exit
	}{
		{name: "nothing is set", fails: "no Twilio credentials", hint: "--local", exit: fault.Credentials},
		{
			name: "a token in the environment", env: "TWILIO_ACCOUNT_SID=ACenv TWILIO_AUTH_TOKEN=tenv",
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tenv", Source: "environment TWILIO_AUTH_TOKEN"},
		},
		{
			name: "a key in the environment", env: "TWILIO_ACCOUNT_SID=ACenv TWILIO_API_KEY=SKenv TWILIO_API_SECRET=senv TWILIO_REGION=ie1 TWILIO_EDGE=dublin",
			want: config.Credentials{AccountSid: "ACenv", KeySid: "SKenv", KeySecret: "senv", Region: "ie1", Edge: "dublin", Source: "environment TWILIO_API_KEY"},
		},
		{
			name: "a key and a token", env: both,
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tenv", KeySid: "SKenv", KeySecret: "senv", Source: "environment TWILIO_API_KEY"},
		},
		{
			name: "half a key beside a token is no key", env: "TWILIO_ACCOUNT_SID=ACenv TWILIO_AUTH_TOKEN=tenv TWILIO_API_KEY=SKenv",
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tenv", Source: "environment TWILIO_AUTH_TOKEN"},
		},
		{name: "a key without its secret", env: "TWILIO_ACCOUNT_SID=ACenv TWILIO_API_KEY=SKenv", user: twoProfiles, fails: "TWILIO_API_SECRET is not", exit: fault.Credentials},
		{name: "a secret without its key", env: "TWILIO_ACCOUNT_SID=ACenv TWILIO_API_SECRET=senv", fails: "TWILIO_API_KEY is not", exit: fault.Credentials},
		{name: "a secret without an account", env: "TWILIO_AUTH_TOKEN=tenv", user: twoProfiles, fails: "TWILIO_ACCOUNT_SID is missing", exit: fault.Credentials},
		{name: "an account without a secret", env: "TWILIO_ACCOUNT_SID=ACenv", fails: "TWILIO_ACCOUNT_SID is set, but no secret for it", hint: "TWILIO_AUTH_TOKEN", exit: fault.Credentials},
		{
			name: "the active profile", user: twoProfiles,
			want: config.Credentials{AccountSid: "ACwork", AuthToken: "twork", KeySid: "SKwork", KeySecret: "swork", Region: "ie1", Edge: "dublin", Source: "profile work"},
		},
		{
			name: "an account without a secret, that is the profile's", env: "TWILIO_ACCOUNT_SID=AChome TWVOICE_PROFILE=home", user: twoProfiles,
			want: config.Credentials{AccountSid: "AChome", AuthToken: "thome", Source: "profile home"},
		},
		{name: "an account without a secret, and a profile of another one", env: "TWILIO_ACCOUNT_SID=ACenv", user: twoProfiles, fails: "TWILIO_ACCOUNT_SID is ACenv without a secret, but profile work is account ", hint: "--profile NAME", exit: fault.Credentials},
		{
			name: "the same with --profile is no question", env: "TWILIO_ACCOUNT_SID=ACenv", user: twoProfiles, typed: config.Typed{Profile: "home"},
			want: config.Credentials{AccountSid: "AChome", AuthToken: "thome", Source: "profile home"},
		},
		{
			name: "the environment comes before a configured profile", env: both + " TWVOICE_PROFILE=home", user: twoProfiles,
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tenv", KeySid: "SKenv", KeySecret: "senv", Source: "environment TWILIO_API_KEY"},
		},
		{
			name: "a typed profile comes before the environment", env: both, user: twoProfiles, typed: config.Typed{Profile: "home"},
			want: config.Credentials{AccountSid: "AChome", AuthToken: "thome", Source: "profile home"},
		},
		{name: "a profile that is not there", env: "TWVOICE_PROFILE=hme", user: twoProfiles, cli: twilioProfiles, fails: "profile hme (set by TWVOICE_PROFILE) does not exist", hint: "profiles: work, home, cli;", exit: fault.Usage},
		{name: "a typed one that is not there", env: both, user: twoProfiles, typed: config.Typed{Profile: "hme"}, fails: "profile hme does not exist", hint: "profiles: work, home;", exit: fault.Usage},
		{name: "a profile without an account", user: "profile: x\nprofiles: {x: {region: ie1}}\n", fails: "profile x has no account_sid", hint: "twvoice login --profile x", exit: fault.Credentials},
		{
			name: "a profile comes before the twilio CLI's", env: "TWVOICE_PROFILE=home", user: twoProfiles, cli: twilioProfiles,
			want: config.Credentials{AccountSid: "AChome", AuthToken: "thome", Source: "profile home"},
		},
		{
			name: "the twilio CLI's profile", cli: twilioProfiles,
			want: config.Credentials{AccountSid: "ACcli", KeySid: "SKcli", KeySecret: "scli", Region: "au1", Source: "twilio CLI profile cli"},
		},
		{
			name: "the twilio CLI's profile by its name", env: both, user: twoProfiles, cli: twilioProfiles, typed: config.Typed{Profile: "cli"},
			want: config.Credentials{AccountSid: "ACcli", KeySid: "SKcli", KeySecret: "scli", Region: "au1", Source: "twilio CLI profile cli"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.keyring.kept["work"] = config.Secrets{AuthToken: "twork", KeySecret: "swork", NgrokAuthtoken: "nwork"}
			w.keyring.kept["home"] = config.Secrets{AuthToken: "thome"}
			w.env = env(tt.env)
			w.env["HOME"] = w.home
			w.user(t, tt.user)
			w.write(t, w.home, ".twilio-cli/config.json", tt.cli)
			got, err := w.load(t).Credentials(t.Context(), tt.typed)
			check(t, err, tt.exit, tt.fails, tt.hint)
			if err != nil {
				return
			}
			got.Sources = config.Sources{}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEachPartHasItsSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, twoProfiles)
	w.keyring.kept["work"] = config.Secrets{AuthToken: "t", KeySecret: "s"}
	tests := []struct {
		name string
		env  string
		want config.Sources
	}{
		{"a profile", "", config.Sources{Account: "profile work", API: "profile work", Token: "profile work", Region: "profile work", Edge: "profile work"}},
		{"the environment, a key and a token", "TWILIO_ACCOUNT_SID=AC1 TWILIO_AUTH_TOKEN=t TWILIO_API_KEY=SK1 TWILIO_API_SECRET=s TWILIO_REGION=ie1", config.Sources{
			Account: "environment TWILIO_ACCOUNT_SID", API: "environment TWILIO_API_KEY", Token: "environment TWILIO_AUTH_TOKEN", Region: "environment TWILIO_REGION",
		}},
		{"the environment, a key alone", "TWILIO_ACCOUNT_SID=AC1 TWILIO_API_KEY=SK1 TWILIO_API_SECRET=s", config.Sources{
			Account: "environment TWILIO_ACCOUNT_SID", API: "environment TWILIO_API_KEY",
		}},
	}
	for _, tt := range tests {
		w.env = env(tt.env)
		got, err := w.load(t).Credentials(t.Context(), config.Typed{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got.Sources); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestCredentialsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c := config.Credentials{AccountSid: "AC1", AuthToken: "hunter2", KeySecret: "hunter2", Source: "profile work"}
	s := config.Secrets{AuthToken: "hunter2", KeySecret: "hunter2", NgrokAuthtoken: "hunter2"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format+format, c, s); strings.Contains(got, "hunter2") {
			t.Errorf("%s shows %s", format, got)
		}
	}
}
