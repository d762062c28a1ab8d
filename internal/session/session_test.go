package session

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// number is the one that the local account has.
const number = "+14155550111"

// events are what a session reported, readable while it runs.
type events struct {
	mu  sync.Mutex
	all []Event
}

func (e *events) observe(event Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, event)
}

// restored reports whether the number was reported to have again what it had before.
func (e *events) restored() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, event := range e.all {
		if r, ok := event.(Released); ok && r.Number == number && (r.Outcome == lease.Restored || r.Outcome == lease.Already) {
			return true
		}
	}
	return false
}

// local returns the options of a session that serves greeting.xml to the number of a local account in a separate folder.
func local(t *testing.T) (Options, *events) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "greeting.xml"), []byte("<Response><Say>Hello</Say></Response>"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := &events{}
	env := app.Env{
		Dir: dir, Folders: app.Folders{State: filepath.Join(dir, "state"), Config: dir, Home: dir, ConfigHome: dir},
		User: func() string { return "ann@laptop" }, Now: time.Now, Random: rand.Reader,
	}
	return Options{
		Env: env, Local: true, AccountFlags: " --local", TwiML: "greeting.xml", Method: "POST", GiveUpAfter: 30 * time.Second, NoInspect: true,
		OpenAccount: func(ctx context.Context) (*account.Account, error) { return account.Open(ctx, accountOptions(env)) },
		Choose: func(ctx context.Context, a *account.Account) ([]twilioapi.Number, error) {
			found, err := a.Find(ctx, number)
			return []twilioapi.Number{found}, err
		},
		Observe: seen.observe,
	}, seen
}

func accountOptions(env app.Env) account.Options {
	return account.Options{Env: env, Local: true, Timeout: 30 * time.Second, Flags: " --local"}
}

// running is a session up to its ready event.
func running(t *testing.T, o Options) *Session {
	t.Helper()
	s := New(o)
	if err := s.begin(t.Context()); err != nil {
		t.Fatal(errors.Join(err, s.end(t.Context(), nil)))
	}
	return s
}

// deliver makes a signed request, as Twilio would send it.
func (s *Session) deliver(t *testing.T) *http.Response {
	t.Helper()
	form := url.Values{"CallSid": {"CA1"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.webhook(), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", webhook.FormContentType)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign(s.token, s.webhook(), form))
	response, err := s.publicClient.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response
}

func TestPanicInHandlerRestoresNumber(t *testing.T) {
	t.Parallel()
	o, seen := local(t)
	s := running(t, o)
	s.docs.Changed = func(string, error) { panic("boom") } // the only code of a request that a test can reach into
	if err := os.WriteFile(filepath.Join(o.Env.Dir, "greeting.xml"), []byte("<Response><Say>Changed</Say></Response>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := s.deliver(t); got.StatusCode != http.StatusInternalServerError {
		t.Errorf("the caller gets %s, want 500", got.Status)
	}
	err := s.end(t.Context(), s.stay(t.Context()))
	if err == nil || !strings.Contains(err.Error(), "a bug in twvoice: boom") || fault.ExitOf(err) != fault.Failed {
		t.Errorf("got %v, want a bug of exit code 3", err)
	}
	if !seen.restored() {
		t.Errorf("the number was not restored: %v", seen.all)
	}
}

// A signature has no date.
func TestWrongClockRejectsNoRequest(t *testing.T) {
	t.Parallel()
	for _, years := range []int{-30, 30} {
		o, _ := local(t)
		o.Env.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
		s := running(t, o)
		if got := s.deliver(t); got.StatusCode != http.StatusOK {
			t.Errorf("%d years off: got %s, want 200", years, got.Status)
		}
		if err := s.end(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
}

// Requests that come faster than they can be stored are answered all the same. How much of them is on the disk when the time for the
// end has passed is not promised.
func TestThousandRequestsAreAllAnswered(t *testing.T) {
	t.Parallel()
	o, _ := local(t)
	s := running(t, o)
	var wait sync.WaitGroup
	var served atomic.Int64
	for range 40 {
		wait.Go(func() {
			for range 25 {
				if got := s.deliver(t); got.StatusCode == http.StatusOK {
					served.Add(1)
				}
			}
		})
	}
	wait.Wait()
	if got := served.Load(); got != 1000 {
		t.Errorf("%d of 1000 were answered", got)
	}
	if err := s.end(t.Context(), nil); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if entry := s.leases[0].Entry(); entry.Open() {
		t.Error("the number was not restored")
	}
}

func TestProbeRejectsAnotherServer(t *testing.T) {
	t.Parallel()
	theirs, _ := local(t)
	other := running(t, theirs)
	defer other.end(t.Context(), nil)
	ours, _ := local(t)
	s := running(t, ours)
	defer s.end(t.Context(), nil)
	s.nonce = other.nonce // as if the public URL led to the other session
	if err := s.probeOnce(t.Context()); err == nil || !strings.Contains(err.Error(), "another server answers there, with 404 Not Found") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestEventsOfSessionComeInOrder(t *testing.T) {
	t.Parallel()
	o, seen := local(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready := make(chan Ready, 1)
	o.Observe = func(e Event) {
		seen.observe(e)
		if r, ok := e.(Ready); ok {
			ready <- r
			cancel()
		}
	}
	s := New(o)
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	r := <-ready
	if r.Served != "greeting.xml" || !strings.HasSuffix(r.Webhook, "/voice") || len(r.Numbers) != 1 || len(r.Leases) != 1 || !r.Leases[0].Open() {
		t.Errorf("got %+v, want greeting.xml at /voice with one leased number", r)
	}
	var kinds []string
	for _, e := range seen.all {
		switch e.(type) {
		case Pointed:
			kinds = append(kinds, "pointed")
		case Ready:
			kinds = append(kinds, "ready")
		case Released:
			kinds = append(kinds, "released")
		}
	}
	if got := strings.Join(kinds, " "); got != "pointed ready released" {
		t.Errorf("got the events %q", got)
	}
	if err := s.Unrestored(); err != nil {
		t.Errorf("got %v after the number was restored", err)
	}
}

func TestPlanChangesNothing(t *testing.T) {
	t.Parallel()
	o, seen := local(t)
	o.Domain, o.Path = "mine.ngrok.app", "/hello"
	plan, err := New(o).Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if plan.Webhook != "https://mine.ngrok.app/hello" || len(plan.Changes) != 1 || plan.Changes[0].Settings["VoiceUrl"] != plan.Webhook {
		t.Errorf("got %+v", plan)
	}
	a, err := o.OpenAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if found, err := a.Find(t.Context(), number); err != nil || found.VoiceURL != "" {
		t.Errorf("the number has %q, %v", found.VoiceURL, err)
	}
	if len(seen.all) > 0 {
		t.Errorf("got the events %v", seen.all)
	}
}
