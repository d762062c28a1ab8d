package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
)

func TestAlertsAreFound(t *testing.T) {
	t.Parallel()
	now := march(1)
	l := newLocal(t, emulator.WithClock(func() time.Time { return now }))
	call := l.ring(t, emulator.Rung{Started: now})
	for _, code := range []string{"11200", "12200", "12100"} {
		if err := l.server().Raise(t.Context(), l.account.Sid, call, code, "something went wrong"); err != nil {
			t.Fatal(err)
		}
		now = now.Add(24 * time.Hour)
	}
	for query, want := range map[string]int{
		"": 3, "?LogLevel=error": 2, "?LogLevel=warning": 1, "?LogLevel=notice": 0, "?PageSize=2": 2,
		"?StartDate=2026-03-02": 2, "?EndDate=2026-03-02": 2, "?StartDate=2026-03-02T12:00:01Z": 1, "?StartDate=2026-03-02&EndDate=2026-03-02": 1,
	} {
		if got := l.count(t, "alerts", "/v1/Alerts"+query); got != want {
			t.Errorf("%s: got %d, want %d", query, got, want)
		}
	}
	var list struct {
		Alerts []struct{ Sid string }
		Meta   struct {
			Next string `json:"next_page_url"`
		}
	}
	if err := json.Unmarshal(l.get(t, "/v1/Alerts?PageSize=2"), &list); err != nil {
		t.Fatal(err)
	}
	next, ok := strings.CutPrefix(list.Meta.Next, "https://monitor.twilio.com")
	if !ok || l.count(t, "alerts", next) != 1 {
		t.Errorf("the next page is %q", list.Meta.Next)
	}
	l.get(t, "/v1/Alerts/"+list.Alerts[0].Sid)
	l.as(l.subaccount(t)).refuses(t, 404, 20404, http.MethodGet, "/v1/Alerts/"+list.Alerts[0].Sid, nil)
}
