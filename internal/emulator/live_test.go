package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// running is an emulator whose calls run, in virtual time, with an application of pages. Tests can
// wait for the final status callback of a call.
type running struct {
	*local
	pages map[string]string                 // what each path answers, within <Response>
	does  map[string]func(url.Values)       // what a path does before it answers
	ended map[string]chan map[string]string // the last status callback of a call
	mu    sync.Mutex
	told  []string
}

func newRunning(t testing.TB, pages map[string]string, options ...emulator.Option) *running {
	t.Helper()
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return runningOnto(t, db, pages, options...)
}

// runningOnto is newRunning on a database that is there already.
func runningOnto(t testing.TB, db *store.DB, pages map[string]string, options ...emulator.Option) *running {
	t.Helper()
	x := &running{pages: pages, does: map[string]func(url.Values){}, ended: map[string]chan map[string]string{}}
	options = append([]emulator.Option{
		emulator.WithCalls(live.Pace{Virtual: true}), emulator.WithTransport(voicesim.InMemory(x)),
	}, options...)
	x.local = onto(t, db, options...)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	closed := make(chan error)
	go func() { closed <- x.server().Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-closed; err != nil {
			t.Error(err)
		}
	})
	return x
}

// ServeHTTP is the application. It rejects a request that Twilio did not sign.
func (x *running) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webhook.Handler{Token: x.account.AuthToken, PublicURL: "http://app.test", Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			x.t.Error(err)
		}
		if do := x.does[r.URL.Path]; do != nil {
			do(r.Form)
		}
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, "<Response>"+x.pages[r.URL.Path]+"</Response>")
		if r.URL.Path == "/status" {
			x.status(r.Form)
		}
	})}.ServeHTTP(w, r)
}

func (x *running) status(form url.Values) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.told = append(x.told, form.Get("CallStatus"))
	if form.Get("CallDuration") != "" {
		said := map[string]string{}
		for name := range form {
			said[name] = form.Get(name)
		}
		x.waiter(form.Get("CallSid")) <- said
	}
}

func (x *running) waiter(sid string) chan map[string]string {
	if x.ended[sid] == nil {
		x.ended[sid] = make(chan map[string]string, 1)
	}
	return x.ended[sid]
}

// over waits for the end of a call, and returns its last status callback.
func (x *running) over(t testing.TB, sid string) map[string]string {
	t.Helper()
	x.mu.Lock()
	end := x.waiter(sid)
	x.mu.Unlock()
	select {
	case told := <-end:
		return told
	case <-t.Context().Done():
		t.Fatal("the call does not end")
		return nil
	}
}

// finished waits for the end of a call without status callbacks.
func (x *running) finished(t testing.TB, sid string) {
	t.Helper()
	for x.call(t, sid).Status != "completed" {
		if err := t.Context().Err(); err != nil {
			t.Fatal("the call does not end")
		}
		runtime.Gosched()
	}
}

// calls places a call of the account, and returns its SID.
func (x *running) calls(t testing.TB, form url.Values) string {
	t.Helper()
	all := url.Values{"To": {"+14155550199"}, "From": {"+14155550111"}, "StatusCallback": {"http://app.test/status"}}
	for name, values := range form {
		all[name] = values
	}
	return x.made(t, "/Calls.json", all)
}

// A callView is what the tests look at in a call.
type callView struct {
	Sid, Status, Direction, Duration, From, To string
	Parent                                     string `json:"parent_call_sid"`
	AnsweredBy                                 string `json:"answered_by"`
	Number                                     string `json:"phone_number_sid"`
}

func (x *running) call(t testing.TB, sid string) callView {
	t.Helper()
	var c callView
	if err := json.Unmarshal(x.get(t, x.path("/Calls/"+sid+".json")), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// children are the calls of a list.
func (x *running) listed(t testing.TB, query string) []callView {
	t.Helper()
	var page struct{ Calls []callView }
	if err := json.Unmarshal(x.get(t, x.path("/Calls.json"+query)), &page); err != nil {
		t.Fatal(err)
	}
	return page.Calls
}

// A call rings, is answered, runs its document, and reports each step, in order and after it was stored.
func TestCallRuns(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Say>Hello</Say><Pause length="5"/>`})
	var seen []string
	x.does["/status"] = func(form url.Values) { seen = append(seen, x.call(t, form.Get("CallSid")).Status) }
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}, "StatusCallbackEvent": {"initiated", "ringing", "answered", "completed"}})
	told := x.over(t, sid)
	if told["CallDuration"] != "6" || told["CallStatus"] != "completed" {
		t.Errorf("told %v", told)
	}
	if got := strings.Join(x.told, " "); got != "initiated ringing in-progress completed" {
		t.Errorf("told %s", got)
	}
	if last := seen[len(seen)-1]; last != "completed" {
		t.Errorf("when the application was told of the end, the call was %s", last)
	}
	if got := x.call(t, sid); got.Status != "completed" || got.Duration != "6" || got.Direction != "outbound-api" || got.Number == "" {
		t.Errorf("kept %+v", got)
	}
}

func TestPhonesBehaveAsDescribed(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Gather numDigits="1" action="/key"/>`, "/key": `<Say>Yes</Say>`},
		emulator.WithPhone("+14155550121", live.Phone{Refuses: event.Busy}),
		emulator.WithPhone("+14155550122", live.Phone{Refuses: event.NoAnswer}),
		emulator.WithPhone("+14155550123", live.Phone{Machine: true}),
		emulator.WithPhone("client:ada", live.Phone{After: 3 * time.Second, Lines: []voicesim.Line{{Press: "1"}}}),
		emulator.WithPhone("+14155550124", live.Phone{HangUpAfter: 2 * time.Second}),
		emulator.WithPhone("+14155550125", live.Phone{Refuses: event.Failed}),
	)
	for _, tt := range []struct {
		to, more, status, duration, by string
	}{
		{"+14155550121", "", "busy", "0", ""},
		{"+14155550122", "Timeout=10", "no-answer", "0", ""},
		{"+14155550123", "MachineDetection=Enable", "completed", "8", "machine_start"},
		{"+14155550199", "MachineDetection=Enable", "completed", "8", "human"},
		{"+14155550123", "MachineDetection=Enable&Twiml=%3CResponse%2F%3E&Url=", "completed", "3", "machine_start"},
		{"client:ada", "", "completed", "1", ""},
		{"+14155550124", "", "completed", "2", ""},
		{"+14155550125", "", "failed", "0", ""},
	} {
		form, err := url.ParseQuery(tt.more)
		if err != nil {
			t.Fatal(err)
		}
		form.Set("To", tt.to)
		if !form.Has("Url") {
			form.Set("Url", "http://app.test/voice")
		}
		sid := x.calls(t, form)
		x.over(t, sid)
		if got := x.call(t, sid); got.Status != tt.status || got.Duration != tt.duration || got.AnsweredBy != tt.by {
			t.Errorf("%s: got %+v, want %s of %s s, answered by %q", tt.to, got, tt.status, tt.duration, tt.by)
		}
	}
}

// A call to a number of the account is two calls: the outgoing one, and the one that runs the
// webhook of the number.
func TestCallToOwnNumberRunsItsWebhook(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{
		"/voice": `<Gather input="speech" action="/said"/>`, "/said": `<Hangup/>`,
		"/desk": `<Pause length="2"/><Say>Front desk</Say><Pause length="30"/>`,
	})
	var words string
	x.does["/said"] = func(form url.Values) { words = form.Get("SpeechResult") }
	x.number(t, url.Values{"VoiceUrl": {"http://app.test/desk"}, "StatusCallback": {"http://app.test/status"}})
	sid := x.calls(t, url.Values{"To": {"+14155550111"}, "From": {"+15005550006"}, "Url": {"http://app.test/voice"}})
	x.over(t, sid)
	if words != "Front desk" {
		t.Errorf("the caller heard %q", words)
	}
	all := x.listed(t, "?Status=completed")
	if len(all) == 1 { // the other half is reported a moment later
		for _, c := range x.listed(t, "") {
			x.over(t, c.Sid)
			break
		}
		all = x.listed(t, "?Status=completed")
	}
	if len(all) != 2 || all[0].Direction != "inbound" || all[0].Parent != "" || all[0].To != "+14155550111" {
		t.Errorf("calls %+v", all)
	}
}

// number changes the account's number, and is its SID.
func (x *running) number(t testing.TB, form url.Values) string {
	t.Helper()
	var page struct {
		Numbers []struct{ Sid string } `json:"incoming_phone_numbers"`
	}
	if err := json.Unmarshal(x.get(t, x.path("/IncomingPhoneNumbers.json")), &page); err != nil {
		t.Fatal(err)
	}
	sid := page.Numbers[0].Sid
	x.want(t, http.StatusOK, http.MethodPost, x.path("/IncomingPhoneNumbers/"+sid+".json"), form)
	return sid
}

// A call to a number without a URL is not answered.
func TestCallToNumberWithoutURLFails(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Say>Hello</Say>`})
	sid := x.calls(t, url.Values{"To": {"+14155550111"}, "From": {"+15005550006"}, "Url": {"http://app.test/voice"}})
	x.over(t, sid)
	for _, c := range x.listed(t, "") {
		if c.Status != "failed" {
			t.Errorf("the %s call is %s", c.Direction, c.Status)
		}
	}
}

// A call that <Dial> makes has a parent.
func TestDialedLegIsAChildCall(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Dial record="record-from-answer-dual"><Number>+14155550133</Number></Dial>`})
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}})
	x.over(t, sid)
	children := x.listed(t, "?ParentCallSid="+sid)
	if len(children) != 1 || children[0].Direction != "outbound-dial" || children[0].Status != "completed" || children[0].Duration != "10" {
		t.Errorf("children %+v", children)
	}
	var page struct {
		Recordings []struct {
			Status, Source, Duration string
			Channels                 int
		}
	}
	if err := json.Unmarshal(x.get(t, x.path("/Calls/"+sid+"/Recordings.json")), &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Recordings) != 1 || page.Recordings[0].Status != "completed" || page.Recordings[0].Channels != 2 || page.Recordings[0].Source != "DialVerb" {
		t.Errorf("recordings %+v", page.Recordings)
	}
}

// An application that asks the API for its own call, from inside the webhook that the call waits for, gets its answers.
func TestApplicationUsesTheAPIFromItsWebhook(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Say>Hello</Say>`, "/elsewhere": `<Say>Elsewhere</Say><Record action="/done"/>`, "/done": `<Pause length="60"/>`})
	var other string
	x.does["/voice"] = func(form url.Values) {
		own := "/Calls/" + form.Get("CallSid") + ".json"
		if got := x.call(t, form.Get("CallSid")).Status; got != "in-progress" {
			t.Errorf("the call is %s", got)
		}
		other = x.calls(t, url.Values{"Twiml": {"<Response><Say>The other one</Say></Response>"}})
		x.want(t, http.StatusOK, http.MethodPost, x.path(own), url.Values{"Url": {"http://app.test/elsewhere"}})
	}
	x.does["/elsewhere"] = func(form url.Values) {
		x.want(t, http.StatusCreated, http.MethodPost, x.path("/Calls/"+form.Get("CallSid")+"/Recordings.json"), nil)
	}
	x.does["/done"] = func(form url.Values) {
		body := x.want(t, http.StatusOK, http.MethodPost, x.path("/Calls/"+form.Get("CallSid")+".json"), url.Values{"Status": {"completed"}})
		if !strings.Contains(string(body), `"status":"completed"`) {
			t.Errorf("ended, and shown as %s", body)
		}
	}
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}})
	x.over(t, sid)
	x.over(t, other)
	x.refuses(t, 400, 21220, http.MethodPost, x.path("/Calls/"+sid+".json"), url.Values{"Status": {"completed"}})
	x.refuses(t, 400, 21220, http.MethodPost, x.path("/Calls/"+sid+"/Recordings.json"), nil)
}

// C2: a value that is not an event does not prevent a call. The debugger shows it, and no event is
// reported.
func TestInvalidStatusCallbackEventIsAnAlert(t *testing.T) {
	t.Parallel()
	for _, events := range [][]string{{"initiated ringing answered completed"}, {"initiated,completed"}, {"exploded"}, {"completed", "exploded"}} {
		x := newRunning(t, map[string]string{"/voice": `<Say>Hello</Say>`})
		sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}, "StatusCallbackEvent": events})
		x.finished(t, sid)
		if alerts := string(x.get(t, "/v1/Alerts")); !strings.Contains(alerts, `"error_code":"21626"`) || !strings.Contains(alerts, sid) {
			t.Errorf("%q: the alerts are %s", events, alerts)
		}
		if len(x.told) > 0 {
			t.Errorf("%q: told %q, want nothing", events, x.told)
		}
	}
}

// C3: booleans are accepted in any case, as Python spells them; a detection without a callback is
// an alert.
func TestBooleansOfACallAreTakenInAnyCase(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Say>Hello</Say>`})
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}, "MachineDetection": {"Enable"}, "AsyncAmd": {"True"}, "StatusCallback": {""}})
	x.finished(t, sid)
	if alerts := string(x.get(t, "/v1/Alerts")); !strings.Contains(alerts, `"error_code":"21262"`) {
		t.Errorf("the alerts are %s", alerts)
	}
}

// An error in a call is an alert with the call and the request.
func TestCallErrorIsAnAlert(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Sing/>`})
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}})
	x.over(t, sid)
	body := string(x.get(t, "/v1/Alerts"))
	for _, want := range []string{`"error_code":"12200"`, sid, `"request_url":"http://app.test/voice"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in %s", want, body)
		}
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	t.Parallel()
	x := newRunning(t, nil)
	tests := []struct {
		name, change string
		code         int
	}{
		{"to nobody", "To=", 21201},
		{"to what is not a number", "To=5", 21211},
		{"from nobody", "From=", 21213},
		{"from what is not a number", "From=me", 21212},
		{"from somebody else's number", "From=%2B14155550100", 21210},
		{"about nothing", "Url=", 21205},
		{"about what is no URL", "Url=voice", 21205},
		{"about a document that cannot be read", "Url=&Twiml=%3CResponse%3E", 12100},
		{"about an application of nobody's", "ApplicationSid=AP00000000000000000000000000000000", 21420},
		{"by a method that is none", "Method=PUT", 21209},
		{"with a fallback by a method that is none", "FallbackUrl=http://app.test/f&FallbackMethod=PUT", 21209},
		{"with a fallback that is no URL", "FallbackUrl=f", 21205},
		{"recorded, and told of what does not happen", "Record=true&RecordingStatusCallbackEvent=exploded", 13621},
		{"that rings too long", "Timeout=601", 20422},
		{"with keys that are none", "SendDigits=1x", 20422},
		{"that looks for aliens", "MachineDetection=Alien", 21234},
		{"that looks for a machine for no time", "MachineDetectionTimeout=abc", 21234},
		{"that looks for a machine too long", "MachineDetectionTimeout=61", 21234},
		{"whose silence is too short", "MachineDetectionSilenceTimeout=1999", 21234},
		{"asynchronously perhaps", "AsyncAmd=maybe", 20422},
		{"recorded on three channels", "Record=true&RecordingChannels=three", 20422},
		{"magic: no number", "To=%2B15005550001", 21217},
		{"magic: not reachable", "To=%2B15005550002", 21214},
		{"magic: no permission", "To=%2B15005550003", 21215},
		{"magic: blocked", "To=%2B15005550004", 21216},
		{"magic: from no number", "From=%2B15005550001", 21212},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{"To": {"+14155550199"}, "From": {"+14155550111"}, "Url": {"http://app.test/voice"}}
			change, err := url.ParseQuery(tt.change)
			if err != nil {
				t.Fatal(err)
			}
			for name, values := range change {
				form[name] = values
			}
			x.refuses(t, 400, tt.code, http.MethodPost, x.path("/Calls.json"), form)
		})
	}
	if all := x.listed(t, ""); len(all) > 0 {
		t.Errorf("calls were made: %+v", all)
	}
}
