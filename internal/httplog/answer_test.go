package httplog_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
)

func TestStatusIsRecorded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		next   http.HandlerFunc
		status int
	}{
		{"a handler that never writes has answered 200", func(http.ResponseWriter, *http.Request) {}, 200},
		{"so has one that only writes", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "x") }, 200},
		{"the first status counts", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "x")
		}, 403},
		{"an early hint is no answer yet", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusNotFound)
		}, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// A real server: httptest's recorder takes the early hint for the answer.
			seen := make(chan httplog.Record, 1)
			server := httptest.NewServer(&httplog.Recorder{Next: httplog.Plain(tt.next), Sink: func(e httplog.Record) { seen <- e }})
			t.Cleanup(server.Close)
			answer, err := server.Client().Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if e := <-seen; e.Status != tt.status || answer.StatusCode != tt.status {
				t.Errorf("recorded %d and sent %d, want %d", e.Status, answer.StatusCode, tt.status)
			}
		})
	}
}

func TestHeadersAreThoseThatWentOut(t *testing.T) {
	t.Parallel()
	e, _ := record(t, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusOK)
		w.Header().Set("Content-Type", "too late")
		r.Header.Set("X-Later", "changed on the way")
	})
	if got := e.Answered.Get("Content-Type"); got != "text/xml" {
		t.Errorf("answered as %q, want text/xml", got)
	}
	if e.Header.Get("X-Later") != "" {
		t.Error("a handler changed what was recorded of the request")
	}
}

func TestPanicIsRecordedAndRepanics(t *testing.T) {
	t.Parallel()
	var all []httplog.Record
	rec := &httplog.Recorder{
		Next: httplog.HandlerFunc(func(http.ResponseWriter, *http.Request, *httplog.Notes) { panic("a bug") }),
		Sink: func(e httplog.Record) { all = append(all, e) },
	}
	defer func() {
		if got := recover(); got != "a bug" {
			t.Errorf("the server gets %v, want the handler's own panic", got)
		}
		if len(all) != 1 || all[0].Status != 0 || all[0].URL.Path != "/voice" {
			t.Errorf("recorded %+v, want one exchange of /voice without a status", all)
		}
	}()
	rec.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/voice", nil))
}

func TestFlushReachesTheWriter(t *testing.T) {
	t.Parallel()
	_, w := record(t, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	})
	if !w.Flushed {
		t.Error("not flushed")
	}
}

func TestSinkIsCalledOnceAfterTheAnswer(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := httptest.NewRecorder()
	calls := 0
	rec := &httplog.Recorder{
		Next: httplog.HandlerFunc(func(w http.ResponseWriter, _ *http.Request, notes *httplog.Notes) {
			notes.Source = "menu.xml"
			_, _ = io.WriteString(w, "answer")
			clock = clock.Add(250 * time.Millisecond)
		}),
		Sink: func(e httplog.Record) {
			calls++
			if w.Body.String() != "answer" || string(e.Answer) != "answer" {
				t.Errorf("sent %q and recorded %q when the sink is called", w.Body, e.Answer)
			}
			if e.Took != 250*time.Millisecond || e.At.Add(e.Took) != clock {
				t.Errorf("at %v, took %v", e.At, e.Took)
			}
			if e.Notes.Source != "menu.xml" {
				t.Errorf("notes: %+v", e.Notes)
			}
		},
		Now: func() time.Time { return clock },
	}
	rec.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/voice", nil))
	if calls != 1 {
		t.Errorf("the sink was called %d times, want once", calls)
	}
}
