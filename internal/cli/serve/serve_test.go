package serve

import (
	"bytes"
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
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// streams are what the command prints, readable while it runs.
type streams struct {
	mu       sync.Mutex
	out, err bytes.Buffer
}

type stream struct {
	*streams
	to *bytes.Buffer
}

func (s stream) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(data)
}

func (s *streams) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String() + s.err.String()
}

// typed runs argv up to the options, as the program would.
func typed(t *testing.T, args ...string) (*cmdutil.Factory, Options, *streams, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "greeting.xml"), []byte("<Response><Say>Hello</Say></Response>"), 0o600); err != nil {
		t.Fatal(err)
	}
	printed := &streams{}
	f := cmdutil.New(app.Env{
		Stdin: strings.NewReader(""), Stdout: stream{printed, &printed.out}, Stderr: stream{printed, &printed.err}, Dir: dir,
		Folders: app.Folders{State: filepath.Join(dir, "state"), Config: dir, Home: dir, ConfigHome: dir},
		User:    func() string { return "ann@laptop" }, Now: time.Now, Random: rand.Reader,
	})
	var got Options
	root := &cobra.Command{Use: "twvoice", SilenceErrors: true, SilenceUsage: true, PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return f.Resolve(cmd) }}
	f.Bind(root.PersistentFlags())
	root.AddCommand(New(f, func(_ context.Context, _ *cmdutil.Factory, o Options) error { got = o; return nil }))
	root.SetArgs(append([]string{"serve"}, args...))
	err := root.Execute()
	return f, got, printed, err
}

func TestArgumentsBecomeOptions(t *testing.T) {
	t.Parallel()
	plain := Options{TwiML: "g.xml", Method: "POST", Tunnel: "ngrok", GiveUpAfter: 5 * time.Minute, InspectPort: 4040, Command: []string{}}
	tests := []struct {
		name string
		args []string
		want func(*Options)
	}{
		{"nothing but a file", nil, func(*Options) {}},
		{"several numbers", []string{"--number", "+1", "--number", "demo"}, func(o *Options) { o.Numbers = []string{"+1", "demo"} }},
		{"the caller's order", []string{"--call", "--press", "1", "--say", "a, b", "--press", "2"}, func(o *Options) {
			o.Call, o.Lines = true, []voicesim.Line{{Press: "1"}, {Say: "a, b"}, {Press: "2"}}
		}},
		{"an app", []string{"--forward", "3000", "--resign", "--insecure", "--basic-auth", "ann:file"}, func(o *Options) {
			o.Forward, o.Resign, o.Insecure, o.BasicAuth = "3000", true, true, "ann:file"
		}},
		{"a page of its own, or none", []string{"--inspect-port", "0", "--no-inspect"}, func(o *Options) { o.InspectPort, o.NoInspect = 0, true }},
		{"a command with flags of its own", []string{"--", "npm", "test", "--port", "1"}, func(o *Options) { o.Command = []string{"npm", "test", "--port", "1"} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := plain
			tt.want(&want)
			_, got, _, err := typed(t, append([]string{"--twiml", "g.xml"}, tt.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsTypedWronglyIsUsage(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"no file":                        {"--local"},
		"a file and an app":              {"--twiml", "g.xml", "--forward", "3000", "--local"},
		"an app nowhere":                 {"--forward", "http://", "--local"},
		"an app's flag without an app":   {"--twiml", "g.xml", "--insecure", "--local"},
		"a password without a user":      {"--twiml", "g.xml", "--basic-auth", ":file", "--local"},
		"an unknown method":              {"--twiml", "g.xml", "--local", "--method", "PUT"},
		"an unknown tunnel":              {"--twiml", "g.xml", "--tunnel", "carrier-pigeon"},
		"a number and none":              {"--twiml", "g.xml", "--local", "--number", "+1", "--no-number"},
		"no way in":                      {"--twiml", "g.xml", "--tunnel", "none"},
		"ngrok's domain without ngrok":   {"--twiml", "g.xml", "--url", "a.ngrok.app", "--public-url", "https://b.example"},
		"a public URL that is none":      {"--twiml", "g.xml", "--public-url", "b.example"},
		"a public URL with a path":       {"--twiml", "g.xml", "--public-url", "https://b.example/voice"},
		"keys without a rehearsal":       {"--twiml", "g.xml", "--local", "--press", "1"},
		"a rehearsal beside a command":   {"--twiml", "g.xml", "--local", "--call", "--", "true"},
		"an endless stream as one value": {"--twiml", "g.xml", "--local", "-o", "json"},
		"a port that is none":            {"--twiml", "g.xml", "--local", "--port", "70000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, o, _, err := typed(t, args...)
			if err == nil {
				err = Run(t.Context(), f, o, nil)
			}
			if fault.ExitOf(err) != fault.Usage {
				t.Errorf("got %v (exit %d), want exit 2", err, fault.ExitOf(err))
			}
		})
	}
}

// running is a session up to its ready line, and what an end of it leaves behind.
func running(t *testing.T, args ...string) (*session, *streams) {
	t.Helper()
	f, o, printed, err := typed(t, append([]string{"--local", "--twiml", "greeting.xml", "--number", "+14155550111"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.check(f); err != nil {
		t.Fatal(err)
	}
	s := newSession(f, o)
	if err := s.begin(t.Context()); err != nil {
		t.Fatal(errors.Join(err, s.end(t.Context(), nil)))
	}
	return s, printed
}

// deliver makes a signed request, as Twilio would send it.
func (s *session) deliver(t *testing.T) *http.Response {
	t.Helper()
	form := url.Values{"CallSid": {"CA1"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.webhook(), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", webhook.FormContentType)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign(s.token, s.webhook(), form))
	response, err := s.door.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response
}

func TestAPanicInAHandlerGivesTheNumberBack(t *testing.T) {
	t.Parallel()
	s, printed := running(t)
	s.docs.Changed = func(string, error) { panic("boom") } // the only code of a request that a test can reach into
	if err := os.WriteFile(filepath.Join(s.f.Env.Dir, "greeting.xml"), []byte("<Response><Say>Changed</Say></Response>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := s.deliver(t); got.StatusCode != http.StatusInternalServerError {
		t.Errorf("the caller gets %s, want 500", got.Status)
	}
	err := s.end(t.Context(), s.stay(t.Context()))
	if err == nil || !strings.Contains(err.Error(), "a bug in twvoice: boom") || fault.ExitOf(err) != fault.Failed {
		t.Errorf("got %v, want a bug of exit code 3", err)
	}
	if !strings.Contains(printed.text(), "gave local +14155550111 back") {
		t.Errorf("the number was not given back:\n%s", printed.text())
	}
}

// A clock that is wrong by years is nobody's business: a signature has no date.
func TestAClockThatIsWrongRefusesNobody(t *testing.T) {
	t.Parallel()
	for _, years := range []int{-30, 30} {
		s, _ := running(t)
		s.f.Env.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
		if got := s.deliver(t); got.StatusCode != http.StatusOK {
			t.Errorf("%d years off: got %s, want 200", years, got.Status)
		}
		if err := s.end(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
}

// endsOnASlowDisk ends a session that has been asked a great deal. How much of it is on the disk when the time for the end is
// over, is not promised; that everything else is in order, is.
func (s *session) endsOnASlowDisk(t *testing.T) {
	t.Helper()
	if err := s.end(t.Context(), nil); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// Requests that come faster than they can be shown or written down are answered all the same, each of them.
func TestAThousandRequestsAtOnceAreAnswered(t *testing.T) {
	t.Parallel()
	s, _ := running(t)
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
	s.endsOnASlowDisk(t)
	if entry := s.lent[0].Entry(); entry.Open() {
		t.Error("the number was not given back")
	}
}

// stalled is a pipe that nobody reads.
type stalled struct{ release chan struct{} }

func (s stalled) Write(data []byte) (int, error) {
	<-s.release
	return len(data), nil
}

// A reader who has stopped reading delays no answer, and no return of a number.
func TestAStalledReaderDelaysNothing(t *testing.T) {
	t.Parallel()
	s, _ := running(t)
	pipe := stalled{make(chan struct{})}
	s.f.Env.Stdout, s.f.Env.Stderr = pipe, pipe
	for n := 0; s.out.Lost() == 0 && n < 3000; n++ {
		if got := s.deliver(t); got.StatusCode != http.StatusOK {
			t.Fatalf("got %s, want 200", got.Status)
		}
	}
	if s.out.Lost() == 0 {
		t.Error("nothing was dropped: the requests wait somewhere without end")
	}
	if err := s.giveBack(t.Context()); err != nil {
		t.Error(err)
	}
	if entry := s.lent[0].Entry(); entry.Open() {
		t.Error("the number waits for the reader")
	}
	close(pipe.release)
	s.endsOnASlowDisk(t)
}

// closed is a pipe whose reader is gone.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// `serve -o jsonl | head -1` ends when the next line is written, in good order.
func TestAReaderWhoIsGoneEndsItInGoodOrder(t *testing.T) {
	t.Parallel()
	s, printed := running(t)
	s.f.Env.Stdout = closed{}
	s.deliver(t)
	err := s.end(t.Context(), s.stay(t.Context()))
	if fault.ExitOf(err) != fault.Failed || !errors.Is(err, syscall.EPIPE) {
		t.Errorf("got %v, want a broken pipe of exit code 3", err)
	}
	if !strings.Contains(printed.text(), "gave local +14155550111 back") {
		t.Errorf("the number was not given back:\n%s", printed.text())
	}
}

// What a stranger sends cannot command the terminal, nor forge a line of the log.
func TestAStrangersRequestIsShownHarmless(t *testing.T) {
	t.Parallel()
	var log requestLog
	got := log.lines(exchange.Exchange{
		Method: "POST", URL: &url.URL{Path: "/\x1b[31mred"}, Status: 403,
		Form: url.Values{"CallSid": {"CA1\x1b]0;x\a"}, "From": {"\x1b[2Jx"}, "To": {"\n19:00:00  POST /voice  200"}},
	})
	if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) || strings.Count(got, "\n") != 2 {
		t.Errorf("got %q, want two lines without control characters", got)
	}
}

func TestTheProbeRefusesSomebodyElsesServer(t *testing.T) {
	t.Parallel()
	other, _ := running(t)
	defer other.end(t.Context(), nil)
	s, _ := running(t)
	defer s.end(t.Context(), nil)
	s.nonce = other.nonce // as if the public URL led to the other serve
	if err := s.knock(t.Context()); err == nil || !strings.Contains(err.Error(), "something else answers there") {
		t.Errorf("got %v, want a refusal", err)
	}
}
