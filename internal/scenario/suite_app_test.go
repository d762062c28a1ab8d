package scenario

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// company is an application of three levels on a separate port: a menu, departments, and a voicemail. It counts the
// calls whose end is reported to it.
type company struct {
	mu    sync.Mutex
	ended map[string]int
}

func (c *company) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	said := r.FormValue("Digits") + r.FormValue("SpeechResult")
	switch r.URL.Path {
	case "/voice":
		fmt.Fprint(w, `<Response><Gather input="dtmf speech" numDigits="1" action="/menu"><Say>Sales is 1, support is 2, or say what you want</Say></Gather><Redirect>/voicemail</Redirect></Response>`)
	case "/menu":
		fmt.Fprintf(w, `<Response><Gather numDigits="1" action="/department?of=%s"><Say>You chose %s. Press 1 for a person</Say></Gather><Redirect>/voicemail</Redirect></Response>`, url.QueryEscape(said), said)
	case "/department":
		fmt.Fprintf(w, `<Response><Dial action="/dialed" timeout="20"><Number>+1415555013%s</Number></Dial></Response>`, said)
	case "/dialed":
		if r.FormValue("DialCallStatus") == "completed" {
			fmt.Fprint(w, `<Response><Say>Thank you for calling</Say></Response>`)
			return
		}
		fmt.Fprint(w, `<Response><Redirect>/voicemail</Redirect></Response>`)
	case "/voicemail":
		fmt.Fprint(w, `<Response><Say>Leave a message</Say><Record action="/saved" maxLength="30" finishOnKey="#"/></Response>`)
	case "/saved":
		fmt.Fprint(w, `<Response><Say>Your message is saved</Say></Response>`)
	case "/status":
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ended[r.FormValue("CallSid")]++
	}
}

// crowdOf returns n callers, of five kinds. The last one expects what never comes.
func crowdOf(t *testing.T, n int) []Scenario {
	t.Helper()
	kinds := []string{
		"  - press: 1\n  - hear: You chose 1\n  - press: 1\n  - dial: { to: \"+14155550131\", then: answer, hangup_after: 5s }\n  - hear: Thank you for calling",
		"  - press: 2\n  - hear: You chose 2\n  - press: 2\n  - dial: { to: \"+14155550132\", then: busy }\n  - hear: Leave a message\n  - say: Call me back\n  - press: \"#\"\n  - hear: message is saved",
		"  - say: my invoice\n  - hear: You chose my invoice\n  - hangup",
		"  - hear: Sales is 1\n  - silence: 5s\n  - hear: Leave a message\n  - say: Nobody is there\n  - press: \"#\"\n  - hear: saved",
		"  - press: 1\n  - hear: You chose 9",
	}
	var file strings.Builder
	for i := range n {
		fmt.Fprintf(&file, "---\nname: caller %d\ncall: { to: /voice, status_callback: /status }\nsteps:\n%s\n", i, kinds[i%len(kinds)])
	}
	scenarios, err := Load("callers.yaml", []byte(file.String()), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return scenarios
}

// Two hundred callers of an application on a port get the same answers every time, however many call at a time. Each
// request is signed, and the application receives the end of each call once.
func TestTwoHundredCallersOfAnApplication(t *testing.T) {
	t.Parallel()
	const token = "token"
	app := &company{ended: map[string]int{}}
	server := httptest.NewUnstartedServer(nil)
	server.Start()
	t.Cleanup(server.Close)
	server.Config.Handler = webhook.Handler{Token: token, PublicURL: server.URL, Next: app}
	scenarios := crowdOf(t, 200)
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	setup := func(s *Scenario) Setup {
		return Setup{Options: voicesim.Options{
			Call:  event.Call{AccountSid: "AC0", To: "+14155550111", URL: server.URL + s.Call.To},
			Token: token, Transport: transport,
			Phones: func(c event.Call) voicesim.Phone {
				if c.To == "+14155550132" {
					return voicesim.Phone{Refuses: event.Busy}
				}
				return voicesim.DefaultPhone()
			},
		}}
	}
	var first []string
	for _, jobs := range []int{1, 8, 32} {
		var got []string
		suite := Suite{Setup: setup, Jobs: jobs, Finished: func(r report.Result) error {
			got = append(got, fmt.Sprint(r.Name, " ", r.Outcome), timeless(r.Lines))
			return nil
		}}
		sum, err := suite.Run(t.Context(), scenarios)
		if err != nil {
			t.Fatal(err)
		}
		if want := (report.Summary{Passed: 160, Failed: 40, Seconds: sum.Seconds}); sum != want {
			t.Errorf("%d jobs: got %+v, want %+v\n%s", jobs, sum, want, strings.Join(got[:min(len(got), 10)], "\n"))
		}
		if first == nil {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatalf("%d jobs (-first +got):\n%s", jobs, diff)
		}
	}
	app.mu.Lock()
	defer app.mu.Unlock()
	for sid, times := range app.ended {
		if times != 1 {
			t.Errorf("%s ended %d times", sid, times)
		}
	}
	if len(app.ended) != 3*len(scenarios) {
		t.Errorf("the application heard of the end of %d calls, want %d", len(app.ended), 3*len(scenarios))
	}
}

// timeless is a transcript without what differs from run to run: how long the application took.
func timeless(lines []string) string {
	return regexp.MustCompile(`in [0-9.]+ ms`).ReplaceAllString(strings.Join(lines, "\n"), "in … ms")
}
