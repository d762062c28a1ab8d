package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/child"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// ending is a way in which a session ends: what it does, which exit code is right, and what the error says.
// (Ctrl-C, SIGTERM and SIGHUP are one from internal/cli on; the signals themselves are those of serve-endings and serve-signals.)
type ending struct {
	name string
	does func(*trial) error // returns what the session ends with
	exit fault.Exit
	says string // of the error, "" for none
}

func endings() []ending {
	return []ending{
		{"Ctrl-C", func(tr *trial) error { return tr.interrupt() }, fault.OK, ""},
		{"the same signal twice", func(tr *trial) error {
			var wishes child.Signals
			for range 2 {
				if wishes.New(time.Now()) {
					tr.cancel()
				}
				time.Sleep(100 * time.Millisecond)
			}
			return tr.s.stay(tr.ctx)
		}, fault.OK, ""},
		{"COMMAND ends", func(*trial) error { return nil }, fault.OK, ""},
		{"COMMAND fails", func(*trial) error { return fault.Quiet(7) }, 7, ""},
		{"the rehearsal found problems", func(*trial) error { return fault.Quiet(fault.Problems) }, fault.Problems, ""},
		{"the tunnel is lost permanently", func(tr *trial) error {
			tr.tunnel.events <- tunnel.Event{Kind: tunnel.Lost, Err: io.EOF}
			return tr.s.stay(tr.ctx)
		}, fault.Failed, "the tunnel was lost for 30s"},
		{"the tunnel was stopped", func(tr *trial) error {
			tr.tunnel.events <- tunnel.Event{Kind: tunnel.Stopped, Err: errors.New("by an operator")}
			return tr.s.stay(tr.ctx)
		}, fault.Failed, "was stopped: by an operator"},
		{"the tunnel comes back under another URL, and Ctrl-C", func(tr *trial) error {
			tr.tunnel.move("https://b.ngrok.app")
			tr.tunnel.events <- tunnel.Event{Kind: tunnel.Lost, Err: io.EOF}
			tr.tunnel.events <- tunnel.Event{Kind: tunnel.Restored}
			select {
			case err := <-tr.s.failed:
				return err
			case <-time.After(25 * time.Second):
				return tr.interrupt()
			}
		}, fault.OK, ""},
		{"a listener fails", func(tr *trial) error {
			tr.s.Fail(stoppedError(tr.tunnel, net.ErrClosed))
			return tr.s.stay(tr.ctx)
		}, fault.Failed, "use of closed network connection"},
		{"standard output breaks", func(tr *trial) error {
			tr.s.Fail(fmt.Errorf("write to standard output: %w", syscall.EPIPE))
			return tr.s.stay(tr.ctx)
		}, fault.Failed, syscall.EPIPE.Error()},
		{"a handler panics", func(tr *trial) error {
			tr.s.recoverPanics(httplog.Plain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))).
				ServeNoted(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/voice", nil), &httplog.Notes{})
			return tr.s.stay(tr.ctx)
		}, fault.Failed, "a bug in twvoice: boom"},
	}
}

// fakeTunnel is a tunnel without a network.
type fakeTunnel struct {
	net.Listener // none
	events       chan tunnel.Event
	mu           sync.Mutex
	url          string
}

func (f *fakeTunnel) move(url string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.url = url
}

func (f *fakeTunnel) URL() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.url
}

func (f *fakeTunnel) Addr() net.Addr              { return &net.TCPAddr{} }
func (f *fakeTunnel) Events() <-chan tunnel.Event { return f.events }
func (f *fakeTunnel) Renew(context.Context) error { return nil }

// trial is one session in virtual time: a real journal, the emulator in memory behind a flaky way, a tunnel without a network.
type trial struct {
	t      *testing.T
	s      *Session
	ctx    context.Context
	cancel context.CancelFunc
	twilio *flaky
	tunnel *fakeTunnel
	seen   *events
}

const (
	ourURL    = "https://a.ngrok.app/voice"
	beforeURL = "https://prod.example/voice"
)

func newTrial(t *testing.T, troubled mishap) *trial {
	t.Helper()
	o, seen := local(t)
	o.Path = "/voice"
	tr := &trial{t: t, s: New(o), seen: seen, twilio: &flaky{mishap: troubled}, tunnel: &fakeTunnel{url: "https://a.ngrok.app", events: make(chan tunnel.Event, 4)}}
	tr.ctx, tr.cancel = context.WithCancel(t.Context())
	tr.s.account = tr.open()
	tr.s.later("close the account", func(context.Context) error { return tr.s.account.Close() })
	if _, err := tr.s.account.API.Numbers.Update(t.Context(), tr.sid(tr.s.account), map[string]string{"VoiceUrl": beforeURL, "VoiceMethod": "GET"}); err != nil {
		t.Fatal(err)
	}
	tr.s.nonce, tr.s.localURL, tr.s.tunnel = "0123456789abcdef", "http://127.0.0.1:1", tr.tunnel
	tr.s.publicClient = roundTrip(func(r *http.Request) (*http.Response, error) {
		return answered(r, http.StatusOK, "text/plain", tr.s.nonce), nil
	})
	tr.s.startCapture()
	return tr
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// open opens the account by the flaky way.
func (tr *trial) open() *account.Account {
	tr.t.Helper()
	options := accountOptions(tr.s.o.Env)
	options.Through = func(next http.RoundTripper) http.RoundTripper {
		tr.twilio.next = next
		return tr.twilio
	}
	a, err := account.Open(tr.t.Context(), options)
	if err != nil {
		tr.t.Fatal(err)
	}
	return a
}

func (tr *trial) sid(a *account.Account) string {
	number, err := a.Find(tr.t.Context(), "+14155550111")
	if err != nil {
		tr.t.Fatal(err)
	}
	return number.SID
}

// begin is what a session does once its tunnel is open.
func (tr *trial) begin() error {
	return tr.s.steps(tr.ctx, tr.s.heal, tr.s.choose, func(ctx context.Context) error { tr.s.watch(ctx); return nil }, tr.s.point)
}

func (tr *trial) interrupt() error {
	tr.cancel()
	return tr.s.stay(tr.ctx)
}

// after returns what is left when the process has ended and Twilio works again: where the number points and what the
// journal has open; and the same after the next session has restored it.
func (tr *trial) after() (points string, open int, healed string, left int) {
	tr.t.Helper()
	tr.twilio.count(0)
	a := tr.open()
	defer a.Close()
	look := func() (string, int) {
		number, err := a.Find(tr.t.Context(), "+14155550111")
		if err != nil {
			tr.t.Fatal(err)
		}
		leases, err := a.Leases()
		if err != nil {
			tr.t.Fatal(err)
		}
		entries, err := leases.Journal(tr.t.Context())
		if err != nil {
			tr.t.Fatal(err)
		}
		return number.VoiceMethod + " " + number.VoiceURL, len(entries)
	}
	points, open = look()
	leases, err := a.Leases()
	if err != nil {
		tr.t.Fatal(err)
	}
	if _, failed := leases.Heal(tr.t.Context()); len(failed) > 0 {
		tr.t.Error(failed)
	}
	healed, left = look()
	return points, open, healed, left
}

// judge compares the end of a session with the expected one. strict means that the trouble ended in time, so that
// nothing of it may be left.
func (tr *trial) judge(err error, e ending, strict bool) {
	t := tr.t
	t.Helper()
	points, open, healed, left := tr.after()
	restored := points == "GET "+beforeURL
	exit := fault.ExitOf(err)
	said := fmt.Sprint(err)
	switch {
	case restored && open == 0:
	case strict:
		t.Errorf("it points at %s with %d entries open: %v", points, open, err)
	case !restored && open != 1:
		t.Errorf("it points at %s, and the journal has %d entries open, want the lease", points, open)
	}
	if strict && (exit != e.exit || !strings.Contains(said, e.says)) {
		t.Errorf("exit code %d, %v; want %d and %q", exit, err, e.exit, e.says)
	}
	if strict && !tr.seen.restored() {
		t.Errorf("no event says that the number was restored: %v", tr.seen.all)
	}
	if !restored {
		if exit == fault.OK || fault.IsQuiet(err) || !strings.Contains(said, "+14155550111 still points at https://") {
			t.Errorf("the number was left at %s, and it ends with %d: %v", points, exit, err)
		}
		if hint := fault.HintOf(err); hint != "twvoice webhook restore +14155550111 --local" {
			t.Errorf("the number was left at %s, and the last hint is %q", points, hint)
		}
		if tr.seen.restored() {
			t.Errorf("an event says that the number was restored, which points at %s: %v", points, tr.seen.all)
		}
	}
	if healed != "GET "+beforeURL || left != 0 {
		t.Errorf("the next session finds %s, and leaves %d entries open", healed, left)
	}
}

// Each ending under each trouble at each request that the end makes.
func TestEveryEndingRestoresNumberUnderEveryAPIFailure(t *testing.T) {
	t.Parallel()
	for _, e := range endings() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			synctest.Test(t, func(t *testing.T) { requests = endUnder(t, e, mishap{}, 0) })
			if requests < 2 {
				t.Fatalf("its end makes %d requests: nothing is restored", requests)
			}
			for _, m := range mishaps() {
				for from := 1; from <= requests; from++ {
					t.Run(fmt.Sprintf("%s, from request %d", m.name, from), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) { endUnder(t, e, m, from) })
					})
				}
			}
		})
	}
}

// endUnder ends a session in a way, with a trouble from a request of its end on, and returns how many requests there were.
func endUnder(t *testing.T, e ending, troubled mishap, from int) int {
	tr := newTrial(t, troubled)
	defer tr.cancel()
	if err := tr.begin(); err != nil {
		t.Fatal(err)
	}
	tr.twilio.count(from)
	err := tr.s.end(tr.ctx, e.does(tr))
	sent := tr.twilio.counted()
	tr.judge(err, e, from == 0 || troubled.passes)
	return sent
}

// Each trouble at each request of the beginning: either it becomes ready, or nothing is left.
func TestAPIFailureWhilePointingLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	beginning := ending{name: "Ctrl-C", does: (*trial).interrupt}
	requests := 0
	synctest.Test(t, func(t *testing.T) { requests = beginUnder(t, beginning, mishap{}, 0) })
	for _, m := range mishaps() {
		for from := 1; from <= requests; from++ {
			t.Run(fmt.Sprintf("%s, from request %d", m.name, from), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { beginUnder(t, beginning, m, from) })
			})
		}
	}
}

func beginUnder(t *testing.T, e ending, troubled mishap, from int) int {
	tr := newTrial(t, troubled)
	defer tr.cancel()
	tr.twilio.count(from)
	err := tr.begin()
	sent := tr.twilio.counted()
	ready := err == nil
	if ready {
		err = e.does(tr)
	}
	tr.judge(tr.s.end(tr.ctx, err), e, ready && (from == 0 || troubled.passes))
	return sent
}

// A second signal, half a second after the first or later, names the number that still points here at that moment.
func TestUnrestoredNamesNumberAtAnyMoment(t *testing.T) {
	t.Parallel()
	for _, troubled := range mishaps() {
		for from := 1; from <= 2; from++ {
			t.Run(fmt.Sprintf("%s, from request %d", troubled.name, from), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					tr := newTrial(t, troubled)
					if err := tr.begin(); err != nil {
						t.Fatal(err)
					}
					tr.twilio.count(from)
					ended := make(chan error, 1)
					go func() { ended <- tr.s.end(tr.ctx, tr.interrupt()) }()
					time.Sleep(700 * time.Millisecond)
					words := tr.s.Unrestored()
					over := false
					select {
					case <-ended:
						over = true
					default:
					}
					switch {
					case words == nil && !over:
						t.Error("it still runs, and has nothing to say of the number")
					case words != nil && (!strings.Contains(words.Error(), "+14155550111 still points at "+ourURL) || fault.HintOf(words) != "twvoice webhook restore +14155550111 --local"):
						t.Errorf("got %v, hint %q", words, fault.HintOf(words))
					}
					if !over {
						<-ended
					}
				})
			})
		}
	}
}
