package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestSecretsFromFilesFindTheirAccount(t *testing.T) {
	t.Parallel()
	const account = "TWILIO_ACCOUNT_SID=ACenv "
	tests := []struct {
		name  string
		env   string
		user  string
		typed config.Typed
		want  config.Credentials
		fails string
		exit  fault.Exit
	}{
		{
			name: "in the environment", env: account + "TWILIO_AUTH_TOKEN=old TWILIO_REGION=ie1", typed: config.Typed{AuthTokenFile: "token.txt"},
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tfile", Region: "ie1", Source: "--auth-token-file token.txt"},
		},
		{
			name: "where --account-sid then is the account acted on", env: account, typed: config.Typed{AuthTokenFile: "token.txt", AccountSid: "ACsub"},
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tfile", Source: "--auth-token-file token.txt"},
		},
		{
			name: "on the command line", user: twoProfiles, typed: config.Typed{AuthTokenFile: "-", AccountSid: "ACtyped"},
			want: config.Credentials{AccountSid: "ACtyped", AuthToken: "tstdin", Source: "--auth-token-file -"},
		},
		{
			name: "in the profile in use", user: twoProfiles, typed: config.Typed{AuthTokenFile: "token.txt"},
			want: config.Credentials{AccountSid: "ACwork", AuthToken: "tfile", Region: "ie1", Edge: "dublin", Source: "--auth-token-file token.txt"},
		},
		{
			name: "in the profile that was typed", env: account, user: twoProfiles, typed: config.Typed{AuthTokenFile: "token.txt", Profile: "home"},
			want: config.Credentials{AccountSid: "AChome", AuthToken: "tfile", Source: "--auth-token-file token.txt"},
		},
		{
			name: "a key's secret beside the token", env: account + "TWILIO_API_KEY=SKenv", typed: config.Typed{AuthTokenFile: "token.txt", APISecretFile: "-"},
			want: config.Credentials{AccountSid: "ACenv", AuthToken: "tfile", KeySid: "SKenv", KeySecret: "tstdin", Source: "--api-secret-file -"},
		},
		{
			name: "a profile's key", user: twoProfiles, typed: config.Typed{APISecretFile: "token.txt"},
			want: config.Credentials{AccountSid: "ACwork", KeySid: "SKwork", KeySecret: "tfile", Region: "ie1", Edge: "dublin", Source: "--api-secret-file token.txt"},
		},
		{name: "a key's secret without its key", env: account, typed: config.Typed{APISecretFile: "token.txt"}, fails: "--api-secret-file needs an API key", exit: fault.Credentials},
		{name: "a token without an account", typed: config.Typed{AuthTokenFile: "token.txt"}, fails: "--auth-token-file token.txt needs an account SID", exit: fault.Credentials},
		{name: "a profile that is not there", typed: config.Typed{AuthTokenFile: "token.txt", Profile: "wrok"}, fails: "profile wrok does not exist", exit: fault.Usage},
		{name: "a file that is not there", env: account + "TWILIO_AUTH_TOKEN=other", typed: config.Typed{AuthTokenFile: "missing.txt"}, fails: "missing.txt", exit: fault.Credentials},
		{name: "two secrets on standard input", env: account, typed: config.Typed{AuthTokenFile: "-", APISecretFile: "-"}, fails: "cannot both be standard input", exit: fault.Usage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.env = env(tt.env)
			w.user(t, tt.user)
			w.keyring.fails = errLocked // what is in the files needs no keyring
			w.write(t, w.project, "token.txt", "tfile\n")
			tt.typed.Stdin = strings.NewReader("tstdin\n")
			got, err := w.load(t).Credentials(t.Context(), tt.typed)
			check(t, err, tt.exit, tt.fails, "")
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
