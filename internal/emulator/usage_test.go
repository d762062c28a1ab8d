package emulator_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
)

// used is what a list of usage says of one category: the first day and how much.
func (l *local) used(t *testing.T, path string) [][3]string {
	t.Helper()
	var list struct {
		Records []struct {
			Start, Count, Usage string
			StartDate           string `json:"start_date"`
		} `json:"usage_records"`
	}
	if err := json.Unmarshal(l.get(t, l.path("/Usage/Records"+path)), &list); err != nil {
		t.Fatal(err)
	}
	var all [][3]string
	for _, r := range list.Records {
		all = append(all, [3]string{r.StartDate, r.Count, r.Usage})
	}
	return all
}

func TestUsageIsWhatHappened(t *testing.T) {
	t.Parallel()
	now := time.Now().UTC()
	l := newLocal(t, emulator.WithClock(func() time.Time { return now }))
	now = time.Date(now.Year()+1, 3, 2, 12, 0, 0, 0, time.UTC) // the account is older than its calls
	on := func(days int) time.Time { return now.AddDate(0, 0, days) }
	l.ring(t, emulator.Rung{Started: on(0), Length: 61 * time.Second})
	l.ring(t, emulator.Rung{Started: on(-1), Length: time.Second})
	l.ring(t, emulator.Rung{Started: on(-3), Status: "in-progress"})
	l.made(t, "/Messages.json", text("+14152739164", "Hello"))
	l.settle(t)

	date := func(days int) string { return on(days).Format(time.DateOnly) }
	for path, want := range map[string][][3]string{
		"/Today.json?Category=calls":                    {{date(0), "1", "2"}},
		"/Yesterday.json?Category=calls-inbound":        {{date(-1), "1", "1"}},
		"/ThisMonth.json?Category=calls":                {{date(-1), "2", "3"}},
		"/LastMonth.json?Category=calls":                {{now.AddDate(0, -1, -1).Format(time.DateOnly), "0", "0"}},
		"/Daily.json?Category=calls&StartDate=-2days":   {{date(0), "1", "2"}, {date(-1), "1", "1"}, {date(-2), "0", "0"}},
		"/Monthly.json?Category=calls&StartDate=-2days": {{date(-1), "2", "3"}, {date(-2), "0", "0"}},
		"/Yearly.json?Category=calls&StartDate=-2days":  {{date(-2), "2", "3"}},
		".json?Category=sms&StartDate=" + date(0):       {{date(0), "1", "1"}},
		"/Today.json?Category=sms-inbound":              {{date(0), "0", "0"}},
		"/Today.json?Category=totalprice":               {{date(0), "0", "0"}},
	} {
		if diff := cmp.Diff(want, l.used(t, path)); diff != "" {
			t.Errorf("%s: -want +got\n%s", path, diff)
		}
	}
	if all := l.used(t, "/AllTime.json"); len(all) < 15 || all[0][1] != "2" {
		t.Errorf("all time: %v", all)
	}
	if some := l.used(t, "/Daily.json?PageSize=10&StartDate=-2days"); len(some) != 10 {
		t.Errorf("a web page of 10: %v", some)
	}
	l.refuses(t, 400, 20422, "GET", l.path("/Usage/Records.json?Category=teapots"), nil)
	l.refuses(t, 400, 20422, "GET", l.path("/Usage/Records.json?StartDate=soon"), nil)
	l.refuses(t, 405, 20004, "POST", l.path("/Usage/Records.json"), nil)
}
