package twilioapi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

const (
	ac  = "AC00000000000000000000000000000001"
	sub = "AC00000000000000000000000000000002"
	sk  = "SK00000000000000000000000000000003"
	pn1 = "PN000000000000000000000000000000a1"

	token = "1234567890-token/with+signs"
)

// server is a Twilio with prepared answers that records its requests.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string // "GET /path?query" or "POST /path form"
	users    []string // "user:password"
}

// newServer hands the nth request, counted from 0, to answer.
func newServer(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, s.remember(r))
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) remember(r *http.Request) int {
	body, _ := io.ReadAll(r.Body)
	line := strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Method, r.URL.RequestURI(), body))
	user, password, _ := r.BasicAuth()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, line)
	s.users = append(s.users, user+":"+password)
	return len(s.requests) - 1
}

func (s *server) wantRequests(t *testing.T, want ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff(want, s.requests); diff != "" {
		t.Errorf("requests: -want +got\n%s", diff)
	}
}

// client acts on the server with an auth token, and does not really wait between attempts.
func (s *server) client(t *testing.T, change ...func(*twilioapi.Options)) *twilioapi.Client {
	t.Helper()
	o := twilioapi.Options{
		Credentials: twilioapi.Credentials{AccountSid: ac, AuthToken: token, Source: "profile work"},
		BaseURL:     s.URL,
		Transport:   s.Client().Transport,
		Retry:       twilioapi.Retry{Sleep: func(context.Context, time.Duration) error { return nil }},
	}
	for _, change := range change {
		change(&o)
	}
	return twilioapi.New(o)
}

// answerWith answers every request alike.
func answerWith(status int, body string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// refusal is an error body of the classic kind.
func refusal(status int, code, message string) string {
	return fmt.Sprintf(`{"code":%s,"message":%q,"more_info":"https://www.twilio.com/docs/errors/%s","status":%d}`, code, message, code, status)
}
