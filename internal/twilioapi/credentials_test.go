package twilioapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestRequestsUseCredentialsAndAccount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		credentials twilioapi.Credentials
		account     string
		user, path  string
	}{
		{"the auth token calls when there is no key", twilioapi.Credentials{AccountSid: ac, AuthToken: "t"}, "", ac + ":t", ac},
		{"the key calls when there is one", twilioapi.Credentials{AccountSid: ac, AuthToken: "t", KeySid: sk, KeySecret: "s"}, "", sk + ":s", ac},
		{"a key needs no token", twilioapi.Credentials{AccountSid: ac, KeySid: sk, KeySecret: "s"}, "", sk + ":s", ac},
		{"a key without its secret leaves it to the token", twilioapi.Credentials{AccountSid: ac, AuthToken: "t", KeySid: sk}, "", ac + ":t", ac},
		{"the main account acts on a subaccount", twilioapi.Credentials{AccountSid: ac, AuthToken: "t"}, sub, ac + ":t", sub},
		{"a key acts on a subaccount", twilioapi.Credentials{KeySid: sk, KeySecret: "s"}, sub, sk + ":s", sub},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(200, anything))
			c := s.client(t, func(o *twilioapi.Options) { o.Credentials, o.Account = tt.credentials, tt.account })
			if _, err := c.Numbers.Get(t.Context(), pn1); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.users, []string{tt.user}) {
				t.Errorf("got %q, want %q", s.users, tt.user)
			}
			if c.Account() != tt.path {
				t.Errorf("account: got %q, want %q", c.Account(), tt.path)
			}
			s.wantRequests(t, "GET /2010-04-01/Accounts/"+tt.path+"/IncomingPhoneNumbers/"+pn1+".json")
		})
	}
}

func TestMissingCredentialsAreNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		credentials twilioapi.Credentials
		account     string
		exit        fault.Exit
		says        string
	}{
		{"nothing at all", twilioapi.Credentials{}, "", fault.Credentials, "no Twilio credentials"},
		{"an account without a secret", twilioapi.Credentials{AccountSid: ac, Source: "profile work"}, "", fault.Credentials, "profile work"},
		{"a token without an account", twilioapi.Credentials{AuthToken: "t"}, "", fault.Credentials, "without an account SID"},
		{"a key without its secret", twilioapi.Credentials{AccountSid: ac, KeySid: sk}, "", fault.Credentials, "no secret"},
		{"a key without an account", twilioapi.Credentials{KeySid: sk, KeySecret: "s"}, "", fault.Credentials, "without an account SID"},
		{"an account that is no SID", twilioapi.Credentials{AccountSid: "me", AuthToken: "t"}, "", fault.Credentials, "the account SID is not AC and 32"},
		{"a subaccount that is no SID", twilioapi.Credentials{AccountSid: ac, AuthToken: "t"}, "AC/../x", fault.Usage, "AC/../x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(200, `{}`))
			c := s.client(t, func(o *twilioapi.Options) { o.Credentials, o.Account = tt.credentials, tt.account })
			_, number := c.Numbers.Get(t.Context(), pn1)
			_, account := c.Accounts.Get(t.Context(), "")
			for _, err := range []error{number, account} {
				if fault.ExitOf(err) != tt.exit || err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("got %v (exit %d), want exit %d and %q", err, fault.ExitOf(err), tt.exit, tt.says)
				}
			}
			s.wantRequests(t)
		})
	}
}
