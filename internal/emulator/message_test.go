package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// An app is an application that the emulator reaches, and what it was told.
type app struct {
	mu      sync.Mutex
	token   string
	heard   []string
	answers map[string]func() string // by path
}

// ServeHTTP notes what is asked, and answers.
func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webhook.Handler{Token: a.token, PublicURL: "http://app.test", Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := r.PostForm
		if r.Method == http.MethodGet {
			form = r.URL.Query()
		}
		a.mu.Lock()
		a.heard = append(a.heard, fmt.Sprintf("%s %s %s%s %s", r.Method, r.URL.Path, form.Get("SmsStatus"), form.Get("VerificationStatus"), form.Get("Body")+form.Get("ErrorCode")))
		a.mu.Unlock()
		answer := a.answers[r.URL.Path]
		if answer == nil {
			return
		}
		text := answer()
		if text == "500" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		if !strings.HasPrefix(text, "<") {
			w.Header().Set("Content-Type", "text/plain")
		}
		fmt.Fprint(w, text)
	})}.ServeHTTP(w, r)
}

// withApp is an emulator that reaches an application, which answers as told.
func withApp(t testing.TB, answers map[string]string) (*local, *app) {
	t.Helper()
	a := &app{answers: map[string]func() string{}}
	for path, answer := range answers {
		a.answers[path] = func() string { return answer }
	}
	l := newLocal(t, emulator.WithTransport(voicesim.InMemory(a)))
	a.token = l.account.AuthToken
	return l, a
}

// settle waits for all that is owed, after which nothing more is sent.
func (l *local) settle(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := l.Handler.(*emulator.Server).Close(ctx); err != nil {
		t.Fatal(err)
	}
}

// second buys a second number, which can send.
func (l *local) second(t testing.TB) {
	t.Helper()
	l.made(t, "/IncomingPhoneNumbers.json", url.Values{"PhoneNumber": {"+14155550100"}, "SmsUrl": {"http://app.test/second"}})
}

func text(to, body string) url.Values {
	return url.Values{"From": {"+14155550111"}, "To": {to}, "Body": {body}}
}

// told is what a list of messages tells, oldest first.
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

func TestAMessageGoesOutAndItsStatusIsTold(t *testing.T) {
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

func TestAMessageToANumberOfTheAccountIsAnswered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers map[string]string
		want    []string // what is kept after the first two messages
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
		{"by plain text", map[string]string{"/second": "Hi"}, []string{
			"outbound-reply +14155550100>+14155550111 delivered: Hi", "inbound +14155550100>+14155550111 received: Hi",
		}, []string{"POST /second received Hello"}, 0},
		{"by silence", map[string]string{"/second": "<Response/>"}, nil, []string{"POST /second received Hello"}, 0},
		{"somewhere else", map[string]string{"/second": `<Response><Redirect method="GET">/third</Redirect></Response>`}, nil, []string{"POST /second received Hello", "GET /third received Hello"}, 0},
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
			if diff := cmp.Diff(tt.heard, a.heard); diff != "" {
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

// An application that asks the API from inside its webhook, about the very message, must not wait for itself.
func TestAnApplicationMayAskTheAPIBeforeItAnswers(t *testing.T) {
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
		<-r.Context().Done() // for ever, if nobody gives up
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

func TestMessagesThatAreRefused(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	from := func(number string) url.Values {
		return url.Values{"From": {number}, "To": {"+14152739164"}, "Body": {"Hello"}}
	}
	tests := []struct {
		name string
		form url.Values
		code int
	}{
		{"to nobody", url.Values{"From": {"+14155550111"}, "Body": {"x"}}, 21604},
		{"to what is no number", text("415", "x"), 21211},
		{"to the magic invalid number", text("+15005550001", "x"), 21211},
		{"to the magic number that cannot be routed", text("+15005550002", "x"), 21612},
		{"to the magic number abroad", text("+15005550003", "x"), 21408},
		{"to the magic number that unsubscribed", text("+15005550004", "x"), 21610},
		{"to the magic number that has no SMS", text("+15005550009", "x"), 21614},
		{"to oneself", text("+14155550111", "x"), 21266},
		{"with nothing to say", text("+14152739164", ""), 21602},
		{"with too much to say", text("+14152739164", strings.Repeat("a", 1601)), 21617},
		{"from nobody", from(""), 21603},
		{"from what is no number", from("+1"), 21212},
		{"from the magic invalid number", from("+15005550001"), 21212},
		{"from the magic number that is not owned", from("+15005550007"), 21606},
		{"from the magic number whose queue is full", from("+15005550008"), 21611},
		{"from somebody else's number", from("+14155550199"), 21606},
		{"from a service that is none", url.Values{"MessagingServiceSid": {"x"}, "To": {"+14152739164"}, "Body": {"x"}}, 20422},
		{"of what the emulator does not know", url.Values{"From": {"+14155550111"}, "To": {"+14152739164"}, "ContentSid": {"HX1"}}, 20422},
		{"telling what is no URL", url.Values{"From": {"+14155550111"}, "To": {"+14152739164"}, "Body": {"x"}, "StatusCallback": {"x"}}, 21402},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.refuses(t, 400, tt.code, http.MethodPost, l.path("/Messages.json"), tt.form)
		})
	}
}

func TestSendersThatNeedNotBeOwned(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	for _, sender := range []url.Values{
		{"From": {"+15005550006"}},
		{"From": {"Ada 2"}},
		{"MessagingServiceSid": {"MG" + strings.Repeat("0", 32)}},
	} {
		sender.Set("To", "+14152739164")
		sender.Set("Body", "Hello")
		l.made(t, "/Messages.json", sender)
	}
	l.settle(t)
	want := []string{
		"outbound-api +15005550006>+14152739164 delivered: Hello",
		"outbound-api Ada 2>+14152739164 delivered: Hello",
		"outbound-api +14155550111>+14152739164 delivered: Hello",
	}
	if diff := cmp.Diff(want, l.told(t)); diff != "" {
		t.Error(diff)
	}
}

func TestSegments(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	for body, want := range map[string]string{
		strings.Repeat("a", 160): "1", strings.Repeat("a", 161): "2", strings.Repeat("€", 80): "1", strings.Repeat("€", 81): "2",
		strings.Repeat("я", 70): "1", strings.Repeat("я", 71): "2", strings.Repeat("👍", 35): "1", "naïve": "1",
	} {
		var m struct {
			Segments string `json:"num_segments"`
		}
		if err := json.Unmarshal(l.want(t, 201, "POST", l.path("/Messages.json"), text("+14152739164", body)), &m); err != nil || m.Segments != want {
			t.Errorf("%.5s of %d: %s, want %s", body, len(body), m.Segments, want)
		}
	}
	l.settle(t)
}

func TestTheOwnerOfACallerIdIsTold(t *testing.T) {
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
