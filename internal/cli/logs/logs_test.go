package logs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/account/accounttest"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// twilio is an account with events that the test adds. Lists are ordered newest first, as at Twilio.
type twilio struct {
	requests      int
	mu            sync.Mutex
	calls, alerts []map[string]any
	refuse        int // status of every answer, 0 for success
}

func (w *twilio) call(sid, status string, seconds int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := noon().Add(time.Duration(seconds) * time.Second).Format(time.RFC1123Z)
	w.calls = append([]map[string]any{{"sid": long("CA", sid), "from": "+1", "to": "+2", "status": status, "date_created": at, "date_updated": at}}, w.calls...)
}

func (w *twilio) becomes(sid, status string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.calls {
		if c["sid"] == long("CA", sid) {
			c["status"] = status
		}
	}
}

func (w *twilio) alert(sid, level, text string, seconds int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.alerts = append([]map[string]any{{
		"sid": long("NO", sid), "log_level": level, "error_code": "11200", "alert_text": url.Values{"Msg": {text}}.Encode(),
		"date_generated": noon().Add(time.Duration(seconds) * time.Second).Format(time.RFC3339), "resource_sid": long("CA", "1"),
	}}, w.alerts...)
}

func long(prefix, sid string) string { return prefix + strings.Repeat("0", 32-len(sid)) + sid }

func short(sid string) string {
	return strings.TrimRight(sid[:2], "0") + strings.TrimLeft(sid[2:], "0")
}

func (w *twilio) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests++
	rw.Header().Set("Content-Type", "application/json")
	if w.refuse != 0 {
		rw.Header().Set("Retry-After", "300") // longer than the client waits
		rw.WriteHeader(w.refuse)
		fmt.Fprintf(rw, `{"code":20429,"message":"Too Many Requests","status":%d}`, w.refuse)
		return
	}
	path := strings.TrimSuffix(r.URL.Path, ".json")
	switch {
	case strings.HasSuffix(path, "/Alerts"):
		_ = json.NewEncoder(rw).Encode(map[string]any{"alerts": append([]map[string]any{}, w.alerts...), "meta": map[string]any{"next_page_url": nil}})
	case strings.HasSuffix(path, "/Calls"):
		calls := w.calls
		if r.URL.Query().Has("ParentCallSid") {
			calls = nil
		}
		if status := r.URL.Query().Get("Status"); status != "" {
			calls = slices.DeleteFunc(slices.Clone(calls), func(c map[string]any) bool { return c["status"] != status })
		}
		_ = json.NewEncoder(rw).Encode(map[string]any{"calls": append([]map[string]any{}, calls...)})
	default:
		for _, c := range w.calls {
			if strings.HasSuffix(path, "/"+c["sid"].(string)) {
				_ = json.NewEncoder(rw).Encode(c)
			}
		}
	}
}

func (w *twilio) reader(t *testing.T, o Options) *reader {
	t.Helper()
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	a := accounttest.Open(t, accounttest.Env(t, noon(), io.Discard), server.URL)
	q, err := o.query(noon().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return &reader{account: a, query: q, kept: &kept{}, seen: map[string]seen{}, overlap: overlapOf(o.Follow)}
}

func lines(all []entry) []string {
	got := []string{}
	for _, e := range all {
		got = append(got, fmt.Sprint(e.At.Format("05"), " ", short(e.SID), " ", e.Status+e.Text))
	}
	return got
}

func TestLogsShowCallsAndAlerts(t *testing.T) {
	t.Parallel()
	w := &twilio{}
	w.call("1", "completed", 0)
	w.alert("1", "warning", "first", 0)
	w.alert("2", "error", "second\x1b[2J", 0)
	w.call("2", "failed", 5)
	w.alert("3", "notice", "third", 7)
	w.call("3", "busy", 9)
	for name, tt := range map[string]struct {
		o    Options
		want string
	}{
		"all of it in the order in which it happened, a call before its alerts": {Options{Limit: 50}, "CA1 NO1 NO2 CA2 NO3 CA3"},
		"the newest":              {Options{Limit: 2}, "NO3 CA3"},
		"everything":              {Options{}, "CA1 NO1 NO2 CA2 NO3 CA3"},
		"what is worst":           {Options{Limit: 50, Level: "error"}, "NO2 CA2"},
		"what is at least so bad": {Options{Limit: 50, Level: "warning"}, "NO1 NO2 CA2 CA3"},
		"the newest of the worst": {Options{Limit: 1, Level: "error"}, "CA2"},
		"what came since":         {Options{Limit: 50, Since: "2026-03-01T12:00:05Z"}, "CA2 NO3 CA3"},
		"one call":                {Options{Limit: 50, Call: long("CA", "1")}, "CA1 NO1 NO2 NO3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := w.reader(t, tt.o).first(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var sids []string
			for _, e := range all {
				sids = append(sids, short(e.SID))
				if strings.Contains(e.Text, "\x1b") {
					t.Errorf("%q would command a terminal", e.Text)
				}
			}
			if got := strings.Join(sids, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Followed entries are shown once, however late Twilio lists them. A call is shown again when its status changes, even
// if it began long before. Earlier entries that were not selected are never shown.
func TestNothingIsShownTwiceAndNothingIsMissed(t *testing.T) {
	t.Parallel()
	w := &twilio{}
	w.call("1", "in-progress", -3600)
	w.call("2", "completed", -1)
	w.call("3", "completed", 0)
	r := w.reader(t, Options{Follow: true, Limit: 3})
	steps := []struct {
		name   string
		happen func()
		want   []string
	}{
		{"the past", func() {}, []string{"00 CA1 in-progress+1 → +2", "59 CA2 completed+1 → +2", "00 CA3 completed+1 → +2"}},
		{"nothing", func() {}, []string{}},
		{"a call and its alert", func() { w.call("4", "queued", 10); w.alert("1", "error", "bad", 12) }, []string{"10 CA4 queued+1 → +2", "12 NO1 bad"}},
		{"nothing again", func() {}, []string{}},
		{"a change", func() { w.becomes("4", "ringing") }, []string{"10 CA4 ringing+1 → +2"}},
		{"an old call ends", func() { w.becomes("1", "completed") }, []string{"00 CA1 completed+1 → +2"}},
		{"an alert that comes late", func() { w.alert("2", "warning", "late", 3) }, []string{"03 NO2 late"}},
		{"the end", func() { w.becomes("4", "busy") }, []string{"10 CA4 busy+1 → +2"}},
		{"nothing at last", func() {}, []string{}},
	}
	for i, step := range steps {
		step.happen()
		read := r.next
		if i == 0 {
			read = r.first
		}
		all, err := read(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if diff := cmp.Diff(step.want, lines(all)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
}

// A limit that is exceeded is waited for as long as the server says, and told once; whatever else is refused ends the log.
func TestFollowingWaitsForWhatPasses(t *testing.T) {
	t.Parallel()
	w := &twilio{}
	r := w.reader(t, Options{Follow: true, Limit: 50})
	if _, err := r.first(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out, told strings.Builder
	f := cmdutil.New(app.Env{Now: noon, Stdout: &out, Stderr: &told})
	show := &show{f: f, out: term.Output{To: &out}, lines: true, told: map[string]bool{}}
	var waited []time.Duration
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	wait := func(ctx context.Context, d time.Duration) error {
		waited = append(waited, d)
		switch len(waited) {
		case 1, 2:
			w.refuse = http.StatusTooManyRequests
		case 3:
			w.refuse = 0
			w.call("1", "completed", 1)
		case 5:
			cancel()
		}
		return ctx.Err()
	}
	notef := func(format string, args ...any) { fmt.Fprintf(&told, format+"\n", args...) }
	if err := (tail{reader: r, show: show, notef: notef, wait: wait}).follow(ctx); err != nil {
		t.Errorf("got %v, want no error: Ctrl-C is its end", err)
	}
	if diff := cmp.Diff([]time.Duration{every, 5 * time.Minute, 5 * time.Minute, every, every}, waited); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
	if strings.Count(told.String(), "; retrying") != 1 || !strings.Contains(told.String(), "is reachable again") {
		t.Errorf("it told:\n%s", told.String())
	}
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "call     completed") {
		t.Errorf("it shows:\n%s", got)
	}
	w.refuse = http.StatusForbidden
	never := func(context.Context, time.Duration) error { return nil }
	if err := (tail{reader: r, show: show, notef: notef, wait: never}).follow(t.Context()); err == nil {
		t.Error("a refusal for good did not end it")
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	now := noon()
	for typed, want := range map[string]time.Time{
		"": {}, "90s": now.Add(-90 * time.Second), "2026-02-28": time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC),
		"2026-02-28T10:00:00+02:00": time.Date(2026, 2, 28, 8, 0, 0, 0, time.UTC), "2026-02-28 10:00": time.Date(2026, 2, 28, 10, 0, 0, 0, time.UTC),
	} {
		if got, err := since(typed, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: got %v, %v; want %v", typed, got, err, want)
		}
	}
	for _, typed := range []string{"yesterday", "-1h", "2027-01-01", "5"} {
		if _, err := since(typed, now); fault.ExitOf(err) != fault.Usage {
			t.Errorf("%q: got %v, want exit code 2", typed, err)
		}
	}
}

// For a user, an alert has its fix and details on the lines below.
func TestAlertIsShownWithItsFix(t *testing.T) {
	t.Parallel()
	s := &show{f: cmdutil.New(app.Env{Now: noon})}
	got := s.text(entry{At: noon(), Kind: kindAlert, Level: "error", SID: "NO1", CallSid: "CA1", Code: "11200", Text: "no answer", Request: "r2", Fix: "Look."})
	want := "2026-03-01 12:00:00  error    11200        NO1  no answer\n                     Look.\n                     in call CA1: twvoice requests show r2"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !isTemporary(errors.New("the network is away")) || isTemporary(fault.With(errors.New("no"), fault.Credentials, "")) {
		t.Error("what passes is taken for what does not")
	}
}

// With 200 running calls, a poll takes a handful of requests, and ended calls are deleted from memory.
func TestFollowingABusyAccountIsBounded(t *testing.T) {
	t.Parallel()
	w := &twilio{}
	for n := range 200 {
		w.calls = append([]map[string]any{busyCall(n, "in-progress")}, w.calls...)
	}
	r := w.reader(t, Options{Follow: true, Limit: 0})
	if _, err := r.first(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n := 200; n < 2200; n++ {
		w.calls = append([]map[string]any{busyCall(n, "completed")}, w.calls...)
	}
	for range 2 {
		before := w.asked()
		if _, err := r.next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if asked := w.asked() - before; asked > 10 {
			t.Errorf("%d requests for one look", asked)
		}
	}
	if len(r.seen) > 200+300 {
		t.Errorf("%d things are remembered", len(r.seen))
	}
}

// busyCall is one of many, a second after the one before.
func busyCall(n int, status string) map[string]any {
	return map[string]any{"sid": long("CA", fmt.Sprint(n)), "status": status, "date_created": noon().Add(time.Duration(n-3000) * time.Second).Format(time.RFC1123Z)}
}

func (w *twilio) asked() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests
}
