package twilioapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

const ca1 = "CA000000000000000000000000000000a1"

func TestCreateCallSendsOnlyWhatWasSet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		call twilioapi.NewCall
		want string
	}{
		{
			"a document",
			twilioapi.NewCall{To: "+14155550123", From: "+14155550111", TwiML: "<Response/>"},
			"From=%2B14155550111&To=%2B14155550123&Twiml=%3CResponse%2F%3E",
		},
		{"everything", twilioapi.NewCall{
			To: "client:ann", From: "+14155550111", URL: "https://a.example/", Method: "GET", StatusCallback: "https://a.example/s",
			SendDigits: "w1", MachineDetection: "Enable", Record: true, Ring: 20 * time.Second, Longest: 2 * time.Minute,
		}, "From=%2B14155550111&MachineDetection=Enable&Method=GET&Record=true&SendDigits=w1&StatusCallback=https%3A%2F%2Fa.example%2Fs" +
			"&TimeLimit=120&Timeout=20&To=client%3Aann&Url=https%3A%2F%2Fa.example%2F"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(201, `{"sid":"`+ca1+`","status":"queued","price":null}`))
			got, err := s.client(t).Calls.Create(t.Context(), tt.call)
			if err != nil || got.SID != ca1 || got.Over() {
				t.Errorf("got %+v, %v", got, err)
			}
			s.wantRequests(t, "POST /2010-04-01/Accounts/"+ac+"/Calls.json "+tt.want)
		})
	}
}

// A call that may have been made is never made again.
func TestCreateCallIsNotRepeatedAfterLostAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(503, refusal(503, "20503", "Service unavailable")))
	if _, err := s.client(t).Calls.Create(t.Context(), twilioapi.NewCall{To: "+14155550123", From: "+14155550111", TwiML: "<Response/>"}); fault.HintOf(err) == "" {
		t.Errorf("got %v without a hint to look first", err)
	}
	if len(s.requests) != 1 {
		t.Errorf("it was asked for %d times", len(s.requests))
	}
}

func TestCallsAreReadEndedAndListed(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, n int) {
		one := `{"sid":"` + ca1 + `","status":"completed","date_created":"Tue, 31 Aug 2010 20:36:28 +0000"}`
		if n == 2 {
			one = `{"calls":[` + one + `],"next_page_uri":null}`
		}
		fmt.Fprint(w, one)
	})
	calls := s.client(t).Calls
	got, err := calls.Get(t.Context(), ca1)
	if want := time.Date(2010, 8, 31, 20, 36, 28, 0, time.UTC); err != nil || !got.Over() || !got.Created().Equal(want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := calls.HangUp(t.Context(), ca1); err != nil {
		t.Error(err)
	}
	for c, err := range calls.List(t.Context(), twilioapi.CallFilter{Parent: ca1, Page: 50}, 0) {
		if err != nil || c.SID != ca1 {
			t.Errorf("got %+v, %v", c, err)
		}
	}
	if _, err := calls.Get(t.Context(), "CA1/../../x"); fault.ExitOf(err) != fault.Usage {
		t.Errorf("got %v, want a refusal", err)
	}
	path := "/2010-04-01/Accounts/" + ac + "/Calls"
	s.wantRequests(t, "GET "+path+"/"+ca1+".json", "POST "+path+"/"+ca1+".json Status=completed", "GET "+path+".json?PageSize=50&ParentCallSid="+ca1)
}

// Alerts come in pages of the v1 kind, whose way on is a URL in meta; only its query is followed.
func TestAlertsAreReadPageByPage(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		next := `"https://monitor.twilio.com/v1/Alerts?PageSize=2&Page=1&PageToken=PAx"`
		if n > 0 {
			next = "null"
		}
		fmt.Fprintf(w, `{"alerts":[{"sid":"NO%d","error_code":"11200","alert_text":"Msg=no+answer&ErrorCode=11200","date_generated":"2026-03-01T12:00:00Z"}],"meta":{"key":"alerts","next_page_url":%s}}`, n, next)
	})
	var got []string
	since := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for a, err := range s.client(t).Alerts.List(t.Context(), twilioapi.AlertFilter{Level: "error", Since: since, Page: 2}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a.SID+" "+a.Message()+" "+a.At().Format(time.DateTime))
	}
	if diff := cmp.Diff([]string{"NO0 no answer 2026-03-01 12:00:00", "NO1 no answer 2026-03-01 12:00:00"}, got); diff != "" {
		t.Errorf("alerts (-want +got):\n%s", diff)
	}
	s.wantRequests(t, "GET /v1/Alerts?LogLevel=error&PageSize=2&StartDate=2026-03-01T00%3A00%3A00Z", "GET /v1/Alerts?PageSize=2&Page=1&PageToken=PAx")
}

func TestAlertTextIsDecoded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Msg=An+attempt+to+retrieve%21&ErrorCode=11200": "An attempt to retrieve!",
		"sourceComponent=12000&ErrorCode=12200":         "",
		"in plain words; 100% of them":                  "in plain words; 100% of them",
	} {
		if got := (twilioapi.Alert{AlertText: text}).Message(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
