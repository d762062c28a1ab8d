package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// second buys a second number, which can send.
func (l *local) second(t testing.TB) {
	t.Helper()
	l.made(t, "/IncomingPhoneNumbers.json", url.Values{"PhoneNumber": {"+14155550100"}, "SmsUrl": {"http://app.test/second"}})
}

func text(to, body string) url.Values {
	return url.Values{"From": {"+14155550111"}, "To": {to}, "Body": {body}}
}

// told returns a description of the messages, oldest first.
func (l *local) told(t testing.TB) []string {
	t.Helper()
	var list struct {
		Messages []struct{ Direction, From, To, Body, Status string }
	}
	if err := json.Unmarshal(l.get(t, l.path("/Messages.json")), &list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range slices.Backward(list.Messages) {
		all = append(all, fmt.Sprintf("%s %s>%s %s: %s", m.Direction, m.From, m.To, m.Status, m.Body))
	}
	return all
}

func TestMessageIsSentAndItsStatusReported(t *testing.T) {
	t.Parallel()
	l, a := withApp(t, nil)
	form := text("+1 415 273 9164", "Hello")
	form.Set("StatusCallback", "http://app.test/status")
	body := l.want(t, http.StatusCreated, http.MethodPost, l.path("/Messages.json"), form)
	if !strings.Contains(string(body), `"status":"queued"`) || !strings.Contains(string(body), `"direction":"outbound-api"`) {
		t.Errorf("answered %s", body)
	}
	l.settle(t)
	want := []string{"POST /status queued ", "POST /status sent ", "POST /status delivered "}
	if diff := cmp.Diff(want, a.heard); diff != "" {
		t.Errorf("-want +heard\n%s", diff)
	}
	if diff := cmp.Diff([]string{"outbound-api +14155550111>+14152739164 delivered: Hello"}, l.told(t)); diff != "" {
		t.Error(diff)
	}
}

func TestMessageToOwnNumberIsAnswered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers map[string]string
		want    []string // stored after the first two messages
		heard   []string
		alerts  int
	}{
		{
			"by a document",
			map[string]string{"/second": `<Response><Message statusCallback="/done">Hi</Message><Message><Body>there</Body><Media>/a.png</Media></Message></Response>`},
			[]string{
				"outbound-reply +14155550100>+14155550111 delivered: Hi", "inbound +14155550100>+14155550111 received: Hi",
				"outbound-reply +14155550100>+14155550111 delivered: there", "inbound +14155550100>+14155550111 received: there",
			},
			[]string{"POST /second received Hello", "POST /done queued ", "POST /done sent ", "POST /done delivered "},
			0,
		},
		{"by a verb that wants to hear twice how it fared", map[string]string{"/second": `<Response><Message action="/acted" statusCallback="/done">Hi</Message></Response>`}, []string{
			"outbound-reply +14155550100>+14155550111 delivered: Hi", "inbound +14155550100>+14155550111 received: Hi",
		}, []string{
			"POST /second received Hello", "POST /acted queued ", "POST /done queued ", "POST /acted sent ", "POST /done sent ", "POST /acted delivered ", "POST /done delivered ",
		}, 0},
		{"by nothing to say", map[string]string{"/second": `<Response><Message/></Response>`}, nil, []string{"POST /second received Hello"}, 1},
		{"by plain text", map[string]string{"/second": "Hi"}, []string{
			"outbound-reply +14155550100>+14155550111 delivered: Hi", "inbound +14155550100>+14155550111 received: Hi",
		}, []string{"POST /second received Hello"}, 0},
		{"by silence", map[string]string{"/second": "<Response/>"}, nil, []string{"POST /second received Hello"}, 0},
		{"somewhere else", map[string]string{"/second": `<Response><Redirect method="GET">/third</Redirect></Response>`}, nil, []string{"POST /second received Hello", "GET /third received Hello"}, 0},
		{"with its form, by another address", map[string]string{"/second": "307 to /third"}, nil, []string{"POST /second received Hello", "POST /third received Hello"}, 0},
		{"without its form, by another address", map[string]string{"/second": "302 to /third"}, nil, []string{"POST /second received Hello", "GET /third  "}, 0},
		{"never, by addresses in a circle", map[string]string{"/second": "302 to /second"}, nil, nil, 1},
		{"by a fallback", map[string]string{"/second": "500"}, nil, []string{"POST /second received Hello", "POST /fallback received Hello11200"}, 1},
		{"by what is no document", map[string]string{"/second": "<Response>"}, nil, []string{"POST /second received Hello", "POST /fallback received Hello12100"}, 1},
		{"by a verb for calls", map[string]string{"/second": "<Response><Say>Hi</Say></Response>"}, nil, []string{"POST /second received Hello"}, 1},
		{"to somebody who does not exist", map[string]string{"/second": `<Response><Message to="nobody">Hi</Message></Response>`}, nil, []string{"POST /second received Hello"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, a := withApp(t, tt.answers)
			l.made(t, "/IncomingPhoneNumbers.json", url.Values{
				"PhoneNumber": {"+14155550100"}, "SmsUrl": {"http://app.test/second"}, "SmsFallbackUrl": {"http://app.test/fallback"},
			})
			l.made(t, "/Messages.json", text("+14155550100", "Hello"))
			l.settle(t)
			want := append([]string{
				"outbound-api +14155550111>+14155550100 delivered: Hello", "inbound +14155550111>+14155550100 received: Hello",
			}, tt.want...)
			if diff := cmp.Diff(want, l.told(t)); diff != "" {
				t.Errorf("-want +kept\n%s", diff)
			}
			if diff := cmp.Diff(tt.heard, a.heard); diff != "" && tt.heard != nil {
				t.Errorf("-want +heard\n%s", diff)
			}
			if got := l.count(t, "alerts", "/v1/Alerts"); got != tt.alerts {
				t.Errorf("%d alerts, want %d: %s", got, tt.alerts, l.get(t, "/v1/Alerts"))
			}
		})
	}
}

func TestTwoNumbersThatAnswerEachOtherComeToAnEnd(t *testing.T) {
	t.Parallel()
	l, a := withApp(t, map[string]string{"/first": "ping", "/second": "pong"})
	l.second(t)
	l.want(t, http.StatusOK, http.MethodPost, l.path(l.firstNumber(t)), url.Values{"SmsUrl": {"http://app.test/first"}})
	l.made(t, "/Messages.json", text("+14155550100", "ping"))
	l.settle(t)
	if len(a.heard) != 16 || !strings.Contains(string(l.get(t, "/v1/Alerts")), `"error_code":"14107"`) {
		t.Errorf("heard %d messages, alerts %s", len(a.heard), l.get(t, "/v1/Alerts"))
	}
}

// An application that uses the API for the same message from its webhook does not deadlock.
func TestApplicationCanUseTheAPIBeforeItAnswers(t *testing.T) {
	t.Parallel()
	l, a := withApp(t, nil)
	l.second(t)
	asked := make(chan struct{})
	a.answers["/second"] = func() string {
		defer close(asked)
		l.get(t, l.path("/Messages.json"))
		l.made(t, "/Messages.json", text("+14152739164", "from inside"))
		return "<Response/>"
	}
	l.made(t, "/Messages.json", text("+14155550100", "Hello"))
	<-asked
	l.settle(t)
	l.counts(t, "messages", "/Messages.json", map[string]int{"": 3})
}

func TestCloseGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	l := newLocal(t, emulator.WithTransport(voicesim.InMemory(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done() // never, unless the client gives up
	}))))
	l.second(t)
	l.made(t, "/Messages.json", text("+14155550100", "Hello"))
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Handler.(*emulator.Server).Close(ctx); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestMessagesAreFoundRedactedAndDeleted(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithClock(func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }))
	form := text("+14152739164", "Hello")
	form["MediaUrl"] = []string{"https://example.com/a.png", "https://example.com/b.jpg?x=1"}
	sid := l.made(t, "/Messages.json", form)
	l.settle(t)
	l.counts(t, "messages", "/Messages.json", map[string]int{
		"": 1, "?To=%2B14152739164": 1, "?From=%2B14152739164": 0,
		"?DateSent=2026-03-01": 1, "?DateSent=2026-03-02": 0, "?DateSent>=2026-03-01": 1, "?DateSent<=2026-03-01": 0,
		"?DateSent%3E=2026-03-01T12:00:00Z": 1, "?DateSent%3C=2026-03-02&DateSent%3E=2026-03-01": 1,
	})
	if !strings.HasPrefix(sid, "MM") {
		t.Errorf("SID %s", sid)
	}
	media := "/Messages/" + sid + "/Media"
	l.counts(t, "media_list", media+".json", map[string]int{"": 2, "?DateCreated=2026-03-02": 0})
	var m struct{ Sid string }
	if err := json.Unmarshal(first(t, l.get(t, l.path(media+".json")), "media_list"), &m); err != nil {
		t.Fatal(err)
	}
	l.get(t, l.path(media+"/"+m.Sid+".json"))
	l.refuses(t, 404, 20404, http.MethodGet, l.path("/Messages/SM"+strings.Repeat("0", 32)+"/Media/"+m.Sid+".json"), nil)
	l.want(t, http.StatusNoContent, http.MethodDelete, l.path(media+"/"+m.Sid+".json"), nil)

	self := l.path("/Messages/" + sid + ".json")
	l.refuses(t, 400, 20422, http.MethodPost, self, url.Values{"Body": {"Bye"}})
	l.refuses(t, 400, 20422, http.MethodPost, self, url.Values{"Status": {"canceled"}})
	if body := l.want(t, http.StatusOK, http.MethodPost, self, url.Values{"Body": {""}}); !strings.Contains(string(body), `"body":""`) {
		t.Errorf("redacted: %s", body)
	}
	l.want(t, http.StatusNoContent, http.MethodDelete, self, nil)
	l.refuses(t, 404, 20404, http.MethodGet, self, nil)
}

func TestCallerIDValidationIsReported(t *testing.T) {
	t.Parallel()
	l, a := withApp(t, nil)
	l.want(t, http.StatusOK, http.MethodPost, l.path("/OutgoingCallerIds.json"), url.Values{
		"PhoneNumber": {"+14152739164"}, "StatusCallback": {"http://app.test/verified"}, "StatusCallbackMethod": {"GET"},
	})
	l.settle(t)
	if diff := cmp.Diff([]string{"GET /verified success "}, a.heard); diff != "" {
		t.Error(diff)
	}
}
