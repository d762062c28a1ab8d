package capture

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// app is an application whose documents stand by path; it notes what it is asked, and refuses what is not signed for the URL
// that it is known by.
type app struct {
	known string
	pages map[string]string
	asked []string
	sids  []string
}

const token = "0123456789abcdef0123456789abcdef"

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	params := url.Values(nil)
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			panic(err)
		}
		params = r.PostForm
	}
	if !webhook.Verify(token, r.Header.Get(webhook.SignatureHeader), a.known+r.URL.RequestURI(), params) {
		http.Error(w, "not signed", http.StatusForbidden)
		return
	}
	if params == nil {
		params = r.URL.Query()
	}
	a.asked = append(a.asked, strings.TrimSpace(r.Method+" "+r.URL.Path+" "+params.Get("step")+params.Get("Digits")+params.Get("SpeechResult")))
	a.sids = append(a.sids, params.Get("CallSid"))
	page, ok := a.pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	_, _ = io.WriteString(w, strings.ReplaceAll(page, "SID", params.Get("CallSid")))
}

func (a *app) replayer() *Replayer {
	return &Replayer{To: "http://127.0.0.1:8080", Known: a.known, Token: token, Transport: voicesim.InMemory(a)}
}

// recorded is a request of a call, and the page that answered it.
func recorded(target, page string, params ...string) Request {
	r := newRequest(asked(target, page, params...), Session{})
	newRedactor(nil).redact(&r)
	return r
}

func TestReplayOfARequest(t *testing.T) {
	t.Parallel()
	const page = `<Response><Say voice="alice" loop="2">Hello,  you</Say></Response>`
	tests := []struct {
		name    string
		request Request
		page    string // that answers now
		edits   url.Values
		asked   string
		changes []string
	}{
		{"the same answer, written otherwise", recorded("/voice", page), "<Response>\n <Say loop='2' voice='alice'>Hello, you</Say></Response>", nil, "POST /voice", nil},
		{"another answer", recorded("/voice", page), `<Response><Hangup/></Response>`, nil, "POST /voice", []string{
			" <Response>", `-  <Say loop="2" voice="alice">Hello, you</Say>`, "+  <Hangup/>", " </Response>",
		}},
		{"with a parameter edited", recorded("/voice", page, "Digits", "1"), page, url.Values{"Digits": {"2"}}, "POST /voice 2", nil},
		{"with a parameter taken away", recorded("/voice", page, "Digits", "1"), page, url.Values{"Digits": {""}}, "POST /voice", nil},
		{"URLs of the application's own are the same at its other host", recorded("/voice", `<Response><Redirect>https://phone.example/a</Redirect></Response>`), `<Response><Redirect>http://127.0.0.1:8080/a</Redirect></Response>`, nil, "POST /voice", nil},
		{"what has no page any more", recorded("/gone", page), page, nil, "POST /gone", []string{
			"-200 OK", "+404 Not Found", "-" + page, "+404 page not found",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &app{known: "https://phone.example", pages: map[string]string{"/voice": tt.page}}
			got, err := a.replayer().Request(t.Context(), tt.request, tt.edits)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.changes, got.Changes); diff != "" || got.Same != (tt.changes == nil) {
				t.Errorf("same %t (-want +got):\n%s", got.Same, diff)
			}
			if diff := cmp.Diff([]string{tt.asked}, a.asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplayOfAGet(t *testing.T) {
	t.Parallel()
	e := asked("/voice?CallSid=CA1&Digits=1", `<Response/>`, "Digits", "1")
	e.Method, e.Form = http.MethodGet, e.URL.Query()
	a := &app{known: "http://127.0.0.1:8080", pages: map[string]string{"/voice": `<Response/>`}}
	p := a.replayer()
	p.Known = "" // signed for where it goes
	got, err := p.Request(t.Context(), newRequest(e, Session{}), url.Values{"Digits": {"2"}})
	if err != nil || !got.Same {
		t.Errorf("%v, changes %q; want the same", err, got.Changes)
	}
	if diff := cmp.Diff([]string{"GET /voice 2"}, a.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestKeeperReportsLostRequests(t *testing.T) {
	t.Parallel()
	a := &app{known: "https://phone.example", pages: map[string]string{"/paid": `<Response/>`}}
	got, err := a.replayer().Request(t.Context(), recorded("/paid", `<Response/>`, "PaymentToken", "tok_1"), nil)
	if err != nil || got.Note != "PaymentToken was never stored: it is sent as (redacted)" {
		t.Errorf("%v, note %q", err, got.Note)
	}
}

// menu is a recorded call: a menu, a key, a question, an answer to it; and that the call has ended.
func menu() []Request {
	return []Request{
		recorded("/voice", `<Response><Gather numDigits="1" action="chosen?call=CA1"><Say>Press 1.</Say></Gather></Response>`),
		recorded("/chosen?call=CA1", `<Response><Gather input="speech"><Say>What?</Say></Gather><Redirect>/never</Redirect></Response>`, "Digits", "1"),
		recorded("/chosen?call=CA1", `<Response><Say>A boat.</Say></Response>`, "SpeechResult", "boat"),
		recorded("/status", ``, "CallStatus", "completed", "CallDuration", "5"),
	}
}

func TestReplayOfACall(t *testing.T) {
	t.Parallel()
	pages := func(changed ...string) map[string]string {
		all := map[string]string{
			"/voice":  `<Response><Gather numDigits="1" action="/chosen?call=SID"><Say>Press 1.</Say></Gather></Response>`,
			"/chosen": `<Response><Gather input="speech"><Say>What?</Say></Gather><Redirect>/never</Redirect></Response>`,
			"/status": ``,
		}
		for i := 0; i < len(changed); i += 2 {
			all[changed[i]] = changed[i+1]
		}
		return all
	}
	tests := []struct {
		name  string
		pages map[string]string
		asked []string
		same  []bool
		why   string
	}{
		{
			"the answers lead where they led", pages(),
			[]string{"POST /voice", "POST /chosen 1", "POST /chosen boat", "POST /status"},
			[]bool{false, true, false, true},
			"", // /chosen and chosen are not written the same; the page has one answer for both
		},
		{
			"an action that is another one is followed", pages("/voice", `<Response><Gather numDigits="1" action="/picked"><Say>Press 1.</Say></Gather></Response>`, "/picked", `<Response><Gather input="speech" action="heard"/></Response>`, "/heard", `<Response><Say>A boat.</Say></Response>`),
			[]string{"POST /voice", "POST /picked 1", "POST /heard boat", "POST /status"},
			[]bool{false, false, true, true},
			"",
		},
		{
			"a question that is not asked any more", pages("/voice", `<Response><Say>We are closed.</Say></Response>`),
			[]string{"POST /voice"},
			[]bool{false},
			"the call no longer gets to /chosen: the response has no <Gather> for it",
		},
		{
			"an answer that is none", pages("/voice", `<Response><Say>Fish & chips</Say></Response>`),
			[]string{"POST /voice"},
			[]bool{false},
			"the call ends there: the response 200 leads to no next request",
		},
		{
			"somebody else's application", pages("/voice", `<Response><Gather numDigits="1" action="https://other.example/"/></Response>`),
			[]string{"POST /voice"},
			[]bool{false},
			"the call continues at other.example, which is not requested",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &app{known: "https://phone.example", pages: tt.pages}
			var same []bool
			left, why, err := a.replayer().Call(t.Context(), menu(), func(r Replayed) error { same = append(same, r.Same); return nil })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.asked, a.asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.same, same); diff != "" {
				t.Errorf("same (-want +got):\n%s", diff)
			}
			if why != tt.why || left != len(menu())-len(tt.asked) {
				t.Errorf("%d left, because %q; want %q", left, why, tt.why)
			}
			slices.Sort(a.sids)
			if sids := slices.Compact(a.sids); len(sids) != 1 || !webhook.ValidSID("CA", sids[0]) {
				t.Errorf("it is the call %q; want one new one", sids)
			}
		})
	}
}

// A GET says its parameters in the query, behind what the document says there.
func TestReplayOfACallThatGets(t *testing.T) {
	t.Parallel()
	get := func(target, page string) Request {
		e := asked(target, page)
		e.Method, e.Form = http.MethodGet, e.URL.Query()
		return newRequest(e, Session{})
	}
	call := []Request{
		get("/voice?CallSid=CA1", `<Response><Redirect method="GET">/next?step=1</Redirect></Response>`),
		get("/next?CallSid=CA1&step=1", `<Response/>`),
	}
	for step, same := range map[int][]bool{1: {true, true}, 2: {false, true}} {
		a := &app{known: "https://phone.example", pages: map[string]string{
			"/voice": fmt.Sprintf(`<Response><Redirect method="GET">/next?step=%d</Redirect></Response>`, step), "/next": `<Response/>`,
		}}
		var got []bool
		if _, why, err := a.replayer().Call(t.Context(), call, func(r Replayed) error { got = append(got, r.Same); return nil }); err != nil || why != "" {
			t.Error(why, err)
		}
		if diff := cmp.Diff([]string{"GET /voice", fmt.Sprintf("GET /next %d", step)}, a.asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(same, got); diff != "" {
			t.Errorf("same (-want +got):\n%s", diff)
		}
	}
}
