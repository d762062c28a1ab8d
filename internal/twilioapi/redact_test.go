package twilioapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestTraceHidesSecrets(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 4, 14, 12, 0, 0, 0, time.UTC)
	var traced []twilioapi.Exchange
	c := clientOver(func(*http.Request) (*http.Response, error) {
		res := respond(200, `{"voice_url":"https:\/\/me:hunter2@a.example\/v","auth_token" : "s3\"cret","sid":"x","phone_number":"+1"}`)
		res.Header.Set("Twilio-Request-Id", "RQ9")
		return res, nil
	}, func(o *twilioapi.Options) {
		o.Trace = func(x twilioapi.Exchange) { traced = append(traced, x) }
		o.Retry.Now = func() time.Time { clock = clock.Add(20 * time.Millisecond); return clock }
	})
	_, err := c.Numbers.Update(t.Context(), pn1, map[string]string{
		"VoiceUrl": "https://me:hunter2@a.example/v?x=1.5", "FriendlyName": "A & B",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []twilioapi.Exchange{{
		Method: "POST",
		URL:    "https://api.twilio.com/2010-04-01/Accounts/" + ac + "/IncomingPhoneNumbers/" + pn1 + ".json",
		Header: http.Header{
			"Accept": {"application/json"}, "Authorization": {"REDACTED"},
			"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {"twvoice"},
		},
		Form:      "FriendlyName=A+%26+B&VoiceUrl=https%3A%2F%2FREDACTED%40a.example%2Fv%3Fx%3D1.5",
		Attempt:   1,
		Status:    200,
		RequestID: "RQ9",
		Body:      `{"voice_url":"https:\/\/REDACTED@a.example\/v","auth_token" : "REDACTED","sid":"x","phone_number":"+1"}`,
		Duration:  20 * time.Millisecond,
	}}
	if diff := cmp.Diff(want, traced); diff != "" {
		t.Errorf("trace: -want +got\n%s", diff)
	}
}

func TestNoSecretIsShownAnywhere(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	var shown strings.Builder
	trace := func(o *twilioapi.Options) {
		o.Credentials.AuthToken = secret
		o.Trace = func(x twilioapi.Exchange) { fmt.Fprintf(&shown, "%+v\n", x) }
	}
	echo := clientOver(func(*http.Request) (*http.Response, error) {
		return respond(400, `{"code":21402,"message":"Url https://me:hunter2@a.example is not valid"}`), nil
	}, trace)
	filter := twilioapi.NumberFilter{FriendlyName: "https://me:hunter2@a.example/?u=https://me:hunter2@b.example"}
	for _, err := range echo.Numbers.List(t.Context(), filter, 0) {
		fmt.Fprintf(&shown, "%v %+v\n", err, err)
	}
	lost := clientOver(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("proxy http://me:hunter2@p.example: refused")
	}, trace, patient)
	_, err := lost.Accounts.Get(t.Context(), "")
	fmt.Fprintf(&shown, "%v\n", err)

	if strings.Contains(shown.String(), secret) {
		t.Errorf("the secret is shown:\n%s", shown.String())
	}
	for _, visible := range []string{"a.example is not valid", "b.example", "p.example", "Attempt:4"} {
		if !strings.Contains(shown.String(), visible) {
			t.Errorf("%q is not shown:\n%s", visible, shown.String())
		}
	}
}

func TestRawAccountHasNoToken(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(200, `{"sid":"`+sub+`","type":"Trial","status":"active","owner_account_sid":"`+ac+`","auth_token":"0123456789abcdef"}`))
	got, err := s.client(t).Accounts.Get(t.Context(), sub)
	if err != nil {
		t.Fatal(err)
	}
	want := twilioapi.Account{
		SID: sub, Type: "Trial", Status: "active", OwnerAccountSid: ac, AuthToken: "0123456789abcdef",
		Raw: []byte(`{"sid":"` + sub + `","type":"Trial","status":"active","owner_account_sid":"` + ac + `","auth_token":"REDACTED"}`),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("account: -want +got\n%s", diff)
	}
	if !got.Subaccount() {
		t.Error("it belongs to another account")
	}
	s.wantRequests(t, "GET /2010-04-01/Accounts/"+sub+".json")
}
