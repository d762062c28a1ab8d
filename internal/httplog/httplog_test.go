package httplog_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// record sends one request through a recorder and returns what its sink was given.
func record(t *testing.T, r *http.Request, next http.HandlerFunc) (httplog.Record, *httptest.ResponseRecorder) {
	t.Helper()
	var all []httplog.Record
	rec := &httplog.Recorder{Next: httplog.Plain(next), Sink: func(e httplog.Record) { all = append(all, e) }}
	w := httptest.NewRecorder()
	rec.ServeHTTP(w, r)
	if len(all) != 1 {
		t.Fatalf("got %d exchanges, want 1", len(all))
	}
	return all[0], w
}

func post(body, contentType string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/voice?step=1", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return r
}

func TestBodyIsRecordedAndPassedOn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body string
		kept int
	}{
		{"no body", "", 0},
		{"a short one", "From=%2B14155550100&Digits=1", 28},
		{"one that just fits", strings.Repeat("a", httplog.KeptBody), httplog.KeptBody},
		{"one that is longer than what is kept", strings.Repeat("a", httplog.KeptBody) + strings.Repeat("b", 100_000), httplog.KeptBody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, w := record(t, post(tt.body, webhook.FormContentType), func(w http.ResponseWriter, r *http.Request) {
				passed, err := io.ReadAll(r.Body)
				if err != nil || string(passed) != tt.body {
					t.Errorf("passed on: got %d bytes and %v, want %d", len(passed), err, len(tt.body))
				}
				if err := r.Body.Close(); err != nil {
					t.Error(err)
				}
				_, _ = w.Write(passed)
			})
			if len(e.Body) != tt.kept || !strings.HasPrefix(tt.body, string(e.Body)) {
				t.Errorf("kept of the request: got %d bytes, want the first %d", len(e.Body), tt.kept)
			}
			if len(e.Answer) != tt.kept || !strings.HasPrefix(tt.body, string(e.Answer)) {
				t.Errorf("kept of the answer: got %d bytes, want the first %d", len(e.Answer), tt.kept)
			}
			if longer := len(tt.body) > tt.kept; e.Cut != longer || e.AnswerCut != longer {
				t.Errorf("cut: request %t, answer %t; want %t", e.Cut, e.AnswerCut, longer)
			}
			if w.Body.String() != tt.body {
				t.Errorf("answered: got %d bytes, want %d", w.Body.Len(), len(tt.body))
			}
		})
	}
}

func TestBrokenBodyIsBrokenForTheHandler(t *testing.T) {
	t.Parallel()
	r := post("", webhook.FormContentType)
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader("From=1"), broken{}))
	e, _ := record(t, r, func(_ http.ResponseWriter, r *http.Request) {
		passed, err := io.ReadAll(r.Body)
		if string(passed) != "From=1" || err != io.ErrUnexpectedEOF {
			t.Errorf("got %q and %v, want what came and how it ended", passed, err)
		}
	})
	if string(e.Body) != "From=1" {
		t.Errorf("kept %q", e.Body)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestFormIsParsed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		r    *http.Request
		want url.Values
	}{
		{"a POST has it in its body", post("CallSid=CA1&Digits=1%2B2", webhook.FormContentType), url.Values{"CallSid": {"CA1"}, "Digits": {"1+2"}}},
		{"a charset does not make it another form", post("CallSid=CA1", webhook.FormContentType+"; charset=utf-8"), url.Values{"CallSid": {"CA1"}}},
		{"a GET has it in its query", httptest.NewRequest(http.MethodGet, "/voice?CallSid=CA1", nil), url.Values{"CallSid": {"CA1"}}},
		{"JSON is no form", post(`{"CallSid":"CA1"}`, "application/json"), nil},
		{"what cannot be read is none", post("CallSid=%zz", webhook.FormContentType), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, _ := record(t, tt.r, func(http.ResponseWriter, *http.Request) {})
			if diff := cmp.Diff(tt.want, e.Form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
			if got, want := e.CallSid(), tt.want.Get("CallSid"); got != want {
				t.Errorf("call: got %q, want %q", got, want)
			}
		})
	}
}
