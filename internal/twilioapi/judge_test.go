package twilioapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// patient leaves out the waits.
func patient(o *twilioapi.Options) {
	o.Retry.Sleep = func(context.Context, time.Duration) error { return nil }
}

func TestRefusalsCarryAnExitCodeAndAHint(t *testing.T) {
	t.Parallel()
	key := func(o *twilioapi.Options) { o.Credentials.KeySid, o.Credentials.KeySecret = sk, "s" }
	ireland := func(o *twilioapi.Options) { o.Region = "ie1" }
	unnamed := func(o *twilioapi.Options) { o.Credentials.Source = "" }
	as := func(*twilioapi.Options) {}
	unknown := func(o *twilioapi.Options) { o.Account = "AC000000000000000000000000000000ff" }
	tests := []struct {
		name   string
		status int
		code   string
		with   func(*twilioapi.Options)
		exit   fault.Exit
		hint   string // a part of it; empty: none at all
	}{
		{"wrong credentials name their source and the way to check", 401, "20003", as, fault.Credentials, "profile work with `twvoice whoami`"},
		{"wrong credentials of nobody knows where", 401, "20003", unnamed, fault.Credentials, "the command line with `twvoice whoami`"},
		{"wrong credentials in a region speak of regional ones", 401, "20003", ireland, fault.Credentials, "region ie1 has its own API keys and auth tokens; these are from profile work: check them with `twvoice whoami`"},
		{"an account that is not the credentials' own", 401, "20003", unknown, fault.Credentials, "check that account AC000000000000000000000000000000ff exists"},
		{"a key that may not do it", 403, "20003", key, fault.Credentials, "the API key from profile work is not allowed to do this, but the account's auth token is: check with `twvoice whoami`"},
		{"a restricted key that may not do it", 403, "70051", key, fault.Credentials, "the API key from profile work is not allowed to do this, but the account's auth token is: check with `twvoice whoami`"},
		{"a restricted key that may not do it, and no code", 403, "null", key, fault.Credentials, "the API key from profile work is not allowed to do this, but the account's auth token is: check with `twvoice whoami`"},
		{"a suspended account", 401, "20005", as, fault.Credentials, "suspended or closed"},
		{"401 without a code", 401, "null", as, fault.Credentials, "twvoice whoami"},
		{"what is not there needs no hint", 404, "20404", as, fault.Failed, ""},
		{"a code that we have nothing to say about", 400, "21402", as, fault.Failed, ""},
		{"too many requests", 429, "20429", as, fault.Failed, "wait a minute"},
		{"Twilio is down", 503, "20503", as, fault.Failed, "status.twilio.com"},
		{"test credentials", 403, "20008", as, fault.Failed, "+15005550006"},
		{"a trial account has its number", 400, "21404", as, fault.Failed, "trial"},
		{"an invalid number", 400, "21421", as, fault.Failed, "E.164"},
		{"a number that is taken", 400, "21422", as, fault.Failed, "twvoice numbers search"},
		{"an area without numbers", 400, "21452", as, fault.Failed, "--area-code"},
		{"a local address is needed", 400, "21615", as, fault.Failed, "--address"},
		{"an address is needed", 400, "21631", as, fault.Failed, "--address"},
		{"a bundle is needed", 400, "21649", as, fault.Failed, "--bundle"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := clientOver(func(*http.Request) (*http.Response, error) {
				return respond(tt.status, refusal(tt.status, tt.code, "no")), nil
			}, patient, tt.with)
			_, err := c.Numbers.Get(t.Context(), pn1)
			if fault.ExitOf(err) != tt.exit {
				t.Errorf("exit: got %d, want %d", fault.ExitOf(err), tt.exit)
			}
			hint := fault.HintOf(err)
			if !strings.Contains(hint, tt.hint) || (hint == "") != (tt.hint == "") || strings.Contains(hint, "\n") {
				t.Errorf("hint: got %q, want one line with %q", hint, tt.hint)
			}
			if got, _ := fault.OriginOf(err); got.Status != tt.status {
				t.Errorf("status: got %s, want %d", strconv.Itoa(got.Status), tt.status)
			}
		})
	}
}

func TestUnreachableServerIsNamedWithHint(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	base := func(o *twilioapi.Options) { o.BaseURL = "http://127.0.0.1:4010" }
	edge := func(o *twilioapi.Options) { o.Edge = "nowhere" }
	as := func(*twilioapi.Options) {}
	tests := []struct {
		name string
		do   func(context.Context, *twilioapi.Client) error
		err  error
		with func(*twilioapi.Options)
		text string
		hint string
	}{
		{"Twilio itself", get, refused, as, "could not reach api.twilio.com: dial tcp: connection refused", "HTTPS_PROXY, or name another server with --api-url"},
		{"an edge of Twilio's", get, refused, edge, "could not reach api.nowhere.us1.twilio.com: dial tcp: connection refused", "edge nowhere and region us1"},
		{"a server of one's own", get, refused, base, "could not reach 127.0.0.1:4010: dial tcp: connection refused", "--local"},
		{"a purchase that was never sent", post, refused, as, "could not reach api.twilio.com: dial tcp: connection refused", "HTTPS_PROXY"},
		{"a purchase that may have been made", post, errReset, as, "could not reach api.twilio.com: connection reset by peer", "check with `twvoice numbers show "},
		{"a release that may have been made", remove, errReset, as, "could not reach api.twilio.com: connection reset by peer", "may have been carried out"},
		{"a proxy whose password is malformed", get, errors.New(`invalid proxy address "http://me:hunter2@p%"`), as, `could not reach api.twilio.com: invalid proxy address "http://REDACTED@p%"`, "HTTPS_PROXY"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := clientOver(func(*http.Request) (*http.Response, error) { return nil, tt.err }, patient, tt.with)
			err := tt.do(t.Context(), c)
			if err == nil || err.Error() != tt.text {
				t.Errorf("got  %v\nwant %s", err, tt.text)
			}
			if !errors.Is(err, tt.err) {
				t.Errorf("%v does not wrap its cause", err)
			}
			if fault.ExitOf(err) != fault.Failed || !strings.Contains(fault.HintOf(err), tt.hint) {
				t.Errorf("got exit %d, hint %q; want %q", fault.ExitOf(err), fault.HintOf(err), tt.hint)
			}
		})
	}
}

func TestServerErrorOfAChangeSaysToLookFirst(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(context.Context, *twilioapi.Client) error{"a purchase": post, "a release": remove} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clientOver(func(*http.Request) (*http.Response, error) { return respond(500, `{}`), nil })
			if err := do(t.Context(), c); !strings.Contains(fault.HintOf(err), "check with `twvoice numbers show ") {
				t.Errorf("got %v, hint %q", err, fault.HintOf(err))
			}
		})
	}
}

func TestTruncatedAnswerIsAFailure(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte(`{"sid":`))
	})
	_, err := s.client(t).Numbers.Create(t.Context(), twilioapi.NewNumber{AreaCode: "415"})
	if err == nil || !strings.Contains(err.Error(), "incomplete") || !strings.Contains(fault.HintOf(err), "may have been carried out") {
		t.Errorf("got %v, hint %q", err, fault.HintOf(err))
	}
}
