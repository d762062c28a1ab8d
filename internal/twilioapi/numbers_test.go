package twilioapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestNumbersAreReadWholeAndKeepTheirBytes(t *testing.T) {
	t.Parallel()
	const raw = `{"sid": "` + pn1 + `",  "phone_number":"+14155550100","friendly_name":"Desk",
	  "voice_url":"https://a.example/v","voice_method":"POST","trunk_sid":null,"brand_new":{"x":1.50},
	  "capabilities":{"voice":true,"sms":true,"mms":false,"fax":null}}`
	s := newServer(t, answerWith(200, raw))
	got, err := s.client(t).Numbers.Get(t.Context(), pn1)
	if err != nil {
		t.Fatal(err)
	}
	want := twilioapi.Number{
		SID: pn1, PhoneNumber: "+14155550100", FriendlyName: "Desk",
		VoiceURL: "https://a.example/v", VoiceMethod: "POST",
		Capabilities: twilioapi.Capabilities{Voice: true, SMS: true},
		Raw:          []byte(raw),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("number: -want +got\n%s", diff)
	}
	s.wantRequests(t, "GET /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers/"+pn1+".json")
}

func TestUpdateSendsEmptyValuesAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(200, anything))
	_, err := s.client(t).Numbers.Update(t.Context(), pn1, map[string]string{
		"VoiceUrl": "", "VoiceMethod": "POST", "VoiceApplicationSid": "", "VoiceCallerIdLookup": "true",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.wantRequests(t, "POST /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers/"+pn1+".json "+
		"VoiceApplicationSid=&VoiceCallerIdLookup=true&VoiceMethod=POST&VoiceUrl=")
}

func TestUpdatesThatTwilioWouldIgnoreAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		params map[string]string
		says   string
	}{
		{"an update of nothing", nil, "nothing to update"},
		{"a parameter that does not exist", map[string]string{"VoiceURI": "https://a.example"}, "VoiceURI"},
		{"the library's own path parameter", map[string]string{"PathAccountSid": ac}, "PathAccountSid"},
		{"a lookup that is neither on nor off", map[string]string{"VoiceCallerIdLookup": "perhaps"}, "perhaps"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(200, `{}`))
			_, err := s.client(t).Numbers.Update(t.Context(), pn1, tt.params)
			if fault.ExitOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v (exit %d), want a usage error about %q", err, fault.ExitOf(err), tt.says)
			}
			s.wantRequests(t)
		})
	}
}

func TestBuyingSendsOnlyWhatIsSet(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(http.StatusCreated, `{"sid":"`+pn1+`","phone_number":"+15005550006"}`))
	got, err := s.client(t).Numbers.Create(t.Context(), twilioapi.NewNumber{
		PhoneNumber: "+15005550006", FriendlyName: "Front desk", VoiceURL: "https://a.example/v?x=1.50&y=2", AddressSid: "AD1",
	})
	if err != nil || got.PhoneNumber != "+15005550006" {
		t.Fatalf("got %+v, %v", got, err)
	}
	s.wantRequests(t, "POST /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers.json "+
		"AddressSid=AD1&FriendlyName=Front+desk&PhoneNumber=%2B15005550006&VoiceUrl=https%3A%2F%2Fa.example%2Fv%3Fx%3D1.50%26y%3D2")
}

func TestBuyingNeedsExactlyOneWayToChoose(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(201, `{}`))
	for _, n := range []twilioapi.NewNumber{{}, {PhoneNumber: "+15005550006", AreaCode: "500"}} {
		if _, err := s.client(t).Numbers.Create(t.Context(), n); fault.ExitOf(err) != fault.Usage {
			t.Errorf("%+v: got %v, want a usage error", n, err)
		}
	}
	s.wantRequests(t)
}

func TestReleasingExpectsNoBody(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(http.StatusNoContent, ""))
	if err := s.client(t).Numbers.Delete(t.Context(), pn1); err != nil {
		t.Error(err)
	}
	s.wantRequests(t, "DELETE /2010-04-01/Accounts/"+ac+"/IncomingPhoneNumbers/"+pn1+".json")
}
