package dial

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/account/accounttest"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

const sid = "CA000000000000000000000000000000a1"

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// dialed is a call to a Twilio that has these statuses in a row, and what the person at a terminal saw of it.
type dialed struct {
	err    error
	out    string
	notes  string // on standard error
	asked  []string
	waited []time.Duration
}

// dials calls; interrupt is after how many waits Ctrl-C is pressed, 0 for never.
func dials(t *testing.T, statuses []string, alerts string, interrupt int) dialed {
	t.Helper()
	var got dialed
	at := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got.asked = append(got.asked, strings.TrimSpace(r.Method+" "+filepath.Base(r.URL.Path)+" "+r.PostForm.Get("Status")))
		if strings.HasSuffix(r.URL.Path, "/Alerts") {
			fmt.Fprintf(w, `{"alerts":[%s],"meta":{}}`, alerts)
			return
		}
		price, status := "null", statuses[at]
		at = min(at+1, len(statuses)-1)
		switch status {
		case "html": // as of a proxy, for a moment
			fmt.Fprint(w, "<html>try again</html>")
			return
		case "401":
			w.WriteHeader(http.StatusUnauthorized)
			return
		case "completed":
			price = `"-0.0130"`
		}
		fmt.Fprintf(w, `{"sid":%q,"from":"+14155550111","to":"+14155550123","status":%q,"duration":"12","price":%s,"price_unit":"USD","date_created":"Sun, 01 Mar 2026 12:00:00 +0000"}`, sid, status, price)
	}))
	defer server.Close()
	var out strings.Builder
	var notes strings.Builder
	env := accounttest.Env(t, noon(), &out)
	env.Stderr = &notes
	a := accounttest.Open(t, env, server.URL)
	f := cmdutil.New(env)
	f.Timeout = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d := &dialing{
		f: f, account: a, follow: true, show: &show{f: f, out: term.Output{To: &out, Format: term.Table, Terminal: true}, lines: true},
		wait: func(ctx context.Context, d time.Duration) error {
			if got.waited = append(got.waited, d); len(got.waited) == interrupt {
				cancel()
			}
			return ctx.Err()
		},
	}
	got.err = d.run(ctx, twilioapi.NewCall{To: "+14155550123", From: "+14155550111", TwiML: "<Response/>"}, "")
	got.out, got.notes = out.String(), notes.String()
	return got
}

func TestDialFollowsCallToItsEnd(t *testing.T) {
	t.Parallel()
	bad := `{"sid":"NO2","resource_sid":"CA2","error_code":"11200","log_level":"error"},{"sid":"NO1","resource_sid":"` + sid + `","error_code":"12200","log_level":"LEVEL","alert_text":"Msg=odd%1B"}`
	tests := []struct {
		name     string
		statuses string
		alerts   string
		exit     fault.Exit
		shows    []string // after the first two lines
	}{
		{"each status once", "queued queued ringing ringing in-progress in-progress completed", "", fault.OK, []string{"ringing", "in-progress", "completed after 12 s, for 0.0130 USD"}},
		{"over before anybody looked", "queued completed", "", fault.OK, []string{"completed after 12 s, for 0.0130 USD"}},
		{"busy", "queued ringing busy", "", fault.Problems, []string{"ringing", "busy after 12 s"}},
		{"not answered", "queued no-answer", "", fault.Problems, []string{"no-answer after 12 s"}},
		{"failed", "queued failed", "", fault.Problems, []string{"failed after 12 s"}},
		{"canceled by somebody else", "queued canceled", "", fault.Problems, []string{"canceled after 12 s"}},
		{"completed with an error", "queued completed", strings.ReplaceAll(bad, "LEVEL", "error"), fault.Problems, []string{"completed after 12 s, for 0.0130 USD", "error    12200 odd"}},
		{"completed with a warning", "queued completed", strings.ReplaceAll(bad, "LEVEL", "warning"), fault.OK, []string{"completed after 12 s, for 0.0130 USD", "warning  12200 odd"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := dials(t, strings.Fields(tt.statuses), tt.alerts, 0)
			if fault.ExitOf(got.err) != tt.exit {
				t.Errorf("got %v, want exit code %d", got.err, tt.exit)
			}
			var shown []string
			for line := range strings.Lines(got.out) {
				if line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "12:00:00")); !strings.HasSuffix(line, ".") {
					shown = append(shown, line)
				}
			}
			want := append([]string{"call from +14155550111 to +14155550123  " + sid, "queued"}, tt.shows...)
			if diff := cmp.Diff(want, shown); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
		})
	}
}

// Ctrl-C hangs up, with one request, whatever the call is at.
func TestCtrlCHangsUp(t *testing.T) {
	t.Parallel()
	got := dials(t, []string{"queued", "ringing", "in-progress"}, "", 3)
	if fault.ExitOf(got.err) != fault.Interrupted || !strings.Contains(got.err.Error(), "hung up call "+sid+", which was in-progress") {
		t.Errorf("got %v, want exit code 130 and what was done", got.err)
	}
	want := []string{"POST Calls.json", "GET " + sid + ".json", "GET " + sid + ".json", "POST " + sid + ".json completed"}
	if diff := cmp.Diff(want, got.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A long call is polled once per second.
func TestDialPollsOncePerSecond(t *testing.T) {
	t.Parallel()
	got := dials(t, strings.Fields("queued ringing ringing ringing in-progress in-progress in-progress completed"), "", 0)
	half := 500 * time.Millisecond
	if diff := cmp.Diff([]time.Duration{half, half, half, half, time.Second, time.Second, time.Second}, got.waited); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
}

func TestDocumentsThatAreNotSent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		source string
		says   string // "" for one that is sent
	}{
		"a good one":             {"<Response><Say>Hi</Say></Response>", ""},
		"as long as may be":      {"<Response><Say>" + strings.Repeat("ü", longest-32) + "</Say></Response>", ""},
		"longer":                 {"<Response><Say>" + strings.Repeat("ü", longest-31) + "</Say></Response>", "has 4001 characters: the limit for a document sent with a call is 4000"},
		"one that needs filling": {"<Response><Say>{{From}}</Say></Response>", "{{parameters}}"},
		"a broken one":           {"<Response>", "1:"},
		"a relative URL":         {"<Response><Play>a.mp3</Play></Response>", "1 error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "a.xml"), []byte(tt.source), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readDocument(t.Context(), cmdutil.New(app.Env{Dir: dir, Stderr: &strings.Builder{}}), "a.xml")
			if tt.says == "" && (err != nil || got != tt.source) {
				t.Errorf("got %v, want the document", err)
			}
			if tt.says != "" && (fault.ExitOf(err) != fault.Problems || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("got %v, want exit code 1 and %q", err, tt.says)
			}
		})
	}
}

// With --local, a call reaches only this machine and the named host.
func TestLocalDialReachesItsTarget(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]bool{
		"http://localhost:3000/voice": true, "http://127.0.0.1/voice": true, "http://[::1]:3000/": true,
		"https://app.example/other": true, "https://other.example/voice": false,
	} {
		reached := false
		via := namedHosts{"https://app.example/voice", roundTrip(func() { reached = true })}
		req := httptest.NewRequest(http.MethodGet, target, http.NoBody)
		if _, err := via.RoundTrip(req); (err == nil) != want || reached != want {
			t.Errorf("%s: reached %v, %v; want %v", target, reached, err, want)
		}
	}
}

type roundTrip func()

func (r roundTrip) RoundTrip(*http.Request) (*http.Response, error) {
	r()
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// The call continues while the API cannot be reached, and Ctrl-C must still be able to end it.
func TestDialFollowsCallThroughAnOutage(t *testing.T) {
	t.Parallel()
	got := dials(t, strings.Fields("queued html html html ringing in-progress completed"), "", 0)
	if got.err != nil || !strings.Contains(got.out, "completed after 12 s") {
		t.Errorf("got %v\n%s", got.err, got.out)
	}
	if strings.Count(got.notes, "retrying; Ctrl-C hangs up") != 1 || !strings.Contains(got.notes, "the account is reachable again") {
		t.Errorf("the outage is not told of once:\n%s", got.notes)
	}
	if got.waited[1] <= got.waited[0] {
		t.Errorf("waited %v: it does not slow down", got.waited)
	}
}

func TestCtrlCHangsUpThroughAnOutage(t *testing.T) {
	t.Parallel()
	got := dials(t, strings.Fields("queued html html html html completed"), "", 3)
	if fault.ExitOf(got.err) != fault.Interrupted || !strings.Contains(got.err.Error(), "hung up call "+sid) {
		t.Errorf("got %v", got.err)
	}
}

func TestDialNamesTheCommandThatEndsAnUnfollowedCall(t *testing.T) {
	t.Parallel()
	got := dials(t, strings.Fields("queued 401"), "", 0)
	if !strings.Contains(fmt.Sprint(got.err), sid+", which continues") || !strings.Contains(fault.HintOf(got.err), "twvoice calls end "+sid+" --yes") {
		t.Errorf("got %v, hint %q", got.err, fault.HintOf(got.err))
	}
}
