package capture

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// noon is when everything in these tests happens.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// asked is an exchange of a call, as serve has them.
func asked(target, answer string, params ...string) httplog.Record {
	u, err := url.Parse(target)
	if err != nil {
		panic(err)
	}
	form := url.Values{"CallSid": {"CA1"}, "From": {"+14155550100"}, "To": {"+14155550111"}, "CallStatus": {"in-progress"}}
	for i := 0; i < len(params); i += 2 {
		form.Set(params[i], params[i+1])
	}
	e := httplog.Record{
		At: noon(), Took: 1500 * time.Microsecond, Method: http.MethodPost, URL: u, Form: form,
		Header: http.Header{"User-Agent": {webhook.UserAgent}},
		Status: http.StatusOK, Answer: []byte(answer), Answered: http.Header{"Content-Type": {"text/xml"}},
		Notes: httplog.Notes{Verified: true, Verdict: webhook.Verdict{Valid: true, URL: "https://phone.example" + target}, Source: "menu/index.xml"},
	}
	e.Judge(e.Answer, false)
	return e
}

// kept are what an archive has after a keeper kept exchanges, and what the keeper told.
func kept(t *testing.T, dir string, o store.Options, all ...httplog.Record) (told []string) {
	t.Helper()
	k := start(Options{
		Dir: dir, Session: Session{ID: "s1", PublicURL: "https://phone.example"}, Secrets: []string{"verysecret"}, Now: noon,
		Tell: func(s string) { told = append(told, s) },
	}, o)
	for i := range all {
		all[i].Judge(all[i].Answer, false) // it may have been changed
	}
	for _, e := range all {
		k.Keep(e)
	}
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return told
}

func archive(t *testing.T, dir string) *Archive {
	t.Helper()
	a, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestKeeperStoresRequestsAsTheyCame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := asked("/menu", "<Response><Say>Fish & chips</Say></Response>")
	broken.AnswerCut, broken.Notes.Verdict = false, webhook.Verdict{Reason: "the token is another one", Fix: "set it"}
	if told := kept(t, dir, store.Options{}, asked("/voice", "<Response/>"), broken); told != nil {
		t.Errorf("it told %q", told)
	}
	a := archive(t, dir)
	got, err := a.Request(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	want := Request{
		Head: Head{
			ID: "r1", At: noon(), CallSid: "CA1", From: "+14155550100", To: "+14155550111", CallStatus: "in-progress", Purpose: judge.Voice,
			Method: "POST", URL: "https://phone.example/voice", Status: 200, Milliseconds: 1.5, Signed: true, Source: "menu/index.xml", Session: "s1", Ends: true,
		},
		Rest: Rest{
			Params:  url.Values{"CallSid": {"CA1"}, "From": {"+14155550100"}, "To": {"+14155550111"}, "CallStatus": {"in-progress"}},
			Headers: http.Header{"User-Agent": {webhook.UserAgent}}, Answered: http.Header{"Content-Type": {"text/xml"}}, Answer: "<Response/>",
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err = a.Request(t.Context(), "2")
	if err != nil {
		t.Fatal(err)
	}
	wantAlert := Alert{Code: "12100", Level: alert.Error, URL: "https://phone.example/menu", Line: 1, Column: 21}
	if len(got.Alerts) != 1 || got.Problems != 1 || !cmp.Equal(wantAlert, got.Alerts[0], cmpopts.IgnoreFields(Alert{}, "Message")) {
		t.Errorf("got %+v, want %+v", got.Alerts, wantAlert)
	}
	if got.Signed || !strings.Contains(got.Reason, "the token is another one") {
		t.Errorf("signed %t, %q; want the reason why not", got.Signed, got.Reason)
	}
	calls, err := a.Calls(t.Context(), Query{})
	wantCall := Call{CallSid: "CA1", From: "+14155550100", To: "+14155550111", At: noon(), Until: noon(), Status: Ended, Told: "in-progress", Ended: true, Requests: 2, Problems: 1}
	if diff := cmp.Diff([]Call{wantCall}, calls); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	session, err := a.Session(t.Context(), "s1")
	if err != nil || session.Ended.IsZero() {
		t.Errorf("the session: %+v, %v; want that it has ended", session, err)
	}
}

func TestPurge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	kept(t, dir, store.Options{}, asked("/a", ""), asked("/b", "", "CallSid", "CA2"), asked("/c", "", "CallSid", "CA2"))
	a := archive(t, dir)
	heads, err := a.Requests(t.Context(), Query{Call: "CA2"})
	if err == nil {
		err = a.Purge(t.Context(), heads)
	}
	if err != nil {
		t.Fatal(err)
	}
	if heads, err = a.Requests(t.Context(), Query{}); err != nil || len(heads) != 1 || heads[0].ID != "r1" {
		t.Errorf("%v, %v; want r1 only", heads, err)
	}
}

// With database errors, serving continues: nothing blocks, the reason is reported once, and the number of lost requests
// at the end.
func TestKeeperSurvivesDatabaseErrors(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 40_000)
	tests := []struct {
		name  string
		spoil func(t *testing.T, dir string) store.Options
		told  []string // parts of the reported messages
	}{
		{"the file is read-only", func(t *testing.T, dir string) store.Options {
			archive(t, dir).Close()
			if runtime.GOOS == "windows" || os.Getuid() == 0 {
				t.Skip("SKIPPED: the owner may write here whatever the mode says")
			}
			for _, name := range []string{"twvoice.db", "."} {
				if err := os.Chmod(filepath.Join(dir, name), 0o500); err != nil {
					t.Fatal(err)
				}
			}
			t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
			return store.Options{}
		}, []string{"not kept: ", "TWVOICE_STATE_DIR", "3 requests were not stored"}},
		{"the file cannot be opened", func(t *testing.T, dir string) store.Options {
			if err := os.Mkdir(filepath.Join(dir, "twvoice.db"), 0o700); err != nil {
				t.Fatal(err)
			}
			return store.Options{}
		}, []string{"unable to open database file", "TWVOICE_STATE_DIR", "3 requests were not stored"}},
		{"the folder cannot be made", func(t *testing.T, dir string) store.Options {
			if err := os.Remove(dir); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(dir, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return store.Options{}
		}, []string{"create the state folder: ", "TWVOICE_STATE_DIR", "3 requests were not stored"}},
		{"the disk is full", func(t *testing.T, dir string) store.Options {
			archive(t, dir).Close()
			return store.Options{Pages: 20}
		}, []string{"full", "free some disk space, then run the command again", "3 requests were not stored"}},
		{"the file is garbage", func(t *testing.T, dir string) store.Options {
			if err := os.WriteFile(filepath.Join(dir, "twvoice.db"), []byte(strings.Repeat("garbage ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
			return store.Options{}
		}, []string{"not a database", "move the file away", "3 requests were not stored"}},
		{"somebody else is writing", func(t *testing.T, dir string) store.Options {
			lock(t, dir)
			return store.Options{Patience: time.Millisecond}
		}, []string{"locked", "another twvoice is busy", "3 requests were not stored"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "state")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			o := tt.spoil(t, dir)
			told := kept(t, dir, o, asked("/a", long), asked("/b", long), asked("/c", long))
			if len(told) != 2 {
				t.Fatalf("told %q, want why, once, and how many", told)
			}
			for _, want := range tt.told {
				if !strings.Contains(strings.Join(told, "\n"), want) {
					t.Errorf("told %q, want %q in it", told, want)
				}
			}
		})
	}
}

// lock holds the database's write lock until the test ends.
func lock(t *testing.T, dir string) (unlock func()) {
	t.Helper()
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	held, free, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		err := db.Update(context.WithoutCancel(t.Context()), func(*store.Tx) error {
			close(held)
			<-free
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}()
	<-held
	stopped := false
	unlock = func() {
		if !stopped {
			stopped = true
			close(free)
			<-over
			db.Close()
		}
	}
	t.Cleanup(unlock)
	return unlock
}

// Another writer delays the keeper for a while, and nothing is lost.
func TestKeeperWaitsForLockedDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	unlock := lock(t, dir)
	failed := make(chan string, 10)
	k := start(Options{Dir: dir, Session: Session{ID: "s1"}, Now: noon, Tell: func(s string) { failed <- s }}, store.Options{Patience: 200 * time.Millisecond})
	k.Keep(asked("/a", ""))
	if told := <-failed; !strings.Contains(told, "locked") {
		t.Errorf("told %q, want that it is locked", told)
	}
	k.Keep(asked("/b", ""))
	unlock()
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	heads, err := archive(t, dir).Requests(t.Context(), Query{})
	if err != nil || len(heads) != 2 || len(failed) != 0 {
		t.Errorf("%d requests, %v, told %d more; want both and nothing told", len(heads), err, len(failed))
	}
}

// Requests above the limit are counted, and the stored ones are the first.
func TestKeeperQueueIsBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	unlock := lock(t, dir)
	var told []string
	tell := make(chan string, 10)
	k := start(Options{Dir: dir, Session: Session{ID: "s1"}, Now: noon, Tell: func(s string) { tell <- s }}, store.Options{Patience: 200 * time.Millisecond})
	const many = 2*maxWaiting + 300
	for range many {
		k.Keep(asked("/a", ""))
	}
	told = append(told, <-tell)
	unlock()
	if err := k.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(tell)
	for s := range tell {
		told = append(told, s)
	}
	heads, err := archive(t, dir).Requests(t.Context(), Query{})
	if err != nil || len(heads) < maxWaiting || len(heads) >= many {
		t.Errorf("%d requests were kept, %v; want at least %d, and not all", len(heads), err, maxWaiting)
	}
	if want := fmt.Sprintf("%d requests were not stored", many-len(heads)); told[len(told)-1] != want {
		t.Errorf("told %q, want at the end %q", told, want)
	}
}
