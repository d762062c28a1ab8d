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
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/session"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// streams are what the command prints, readable while it runs.
type streams struct {
	mu       sync.Mutex
	out, err bytes.Buffer
	instead  func([]byte) (int, error) // what standard output has become; nil: out
}

type stream struct {
	*streams
	to *bytes.Buffer
}

func (s stream) Write(data []byte) (int, error) {
	s.mu.Lock()
	instead := s.instead
	if instead == nil || s.to == &s.err {
		defer s.mu.Unlock()
		return s.to.Write(data)
	}
	s.mu.Unlock()
	return instead(data)
}

// become has standard output behave otherwise from now on.
func (s *streams) become(instead func([]byte) (int, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.instead = instead
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
	plain := Options{TwiML: "g.xml", Method: "POST", Tunnel: "ngrok", GiveUpAfter: 5 * time.Minute, InspectPort: 4040, IdleTimeout: voicesim.IdleTimeout, Command: []string{}}
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

func TestInvalidArgumentsAreUsageErrors(t *testing.T) {
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

// running is a serve that is ready. Its requests need no signature.
type running struct {
	screen   *screen
	printed  *streams
	webhook  string
	released chan session.Released
	end      func() error // Ctrl-C, and the error of the end
	ended    chan error
}

func start(t *testing.T) *running {
	t.Helper()
	f, o, printed, err := typed(t, "--local", "--twiml", "greeting.xml", "--number", "+14155550111", "--no-verify", "--no-inspect")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.check(f); err != nil {
		t.Fatal(err)
	}
	r := &running{screen: newScreen(f, o), printed: printed, released: make(chan session.Released, 1), ended: make(chan error, 1)}
	options, err := o.session(t.Context(), f, r.screen, nil)
	if err != nil {
		t.Fatal(err)
	}
	ready := make(chan session.Ready, 1)
	options.Observe = func(e session.Event) {
		r.screen.show(e)
		switch e := e.(type) {
		case session.Ready:
			ready <- e
		case session.Released:
			r.released <- e
		}
	}
	s := session.New(options)
	r.screen.endWith(s.Fail)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { r.ended <- s.Run(ctx) }()
	r.end = func() error { cancel(); return <-r.ended }
	t.Cleanup(cancel)
	select {
	case at := <-ready:
		r.webhook = at.Webhook
	case err := <-r.ended:
		t.Fatal(err)
	}
	return r
}

// deliver makes a request, and returns the status of the answer.
func (r *running) deliver(t *testing.T) int {
	t.Helper()
	response, err := http.PostForm(r.webhook, url.Values{"CallSid": {"CA1"}})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// A reader who has stopped reading delays no answer, and no restore of a number.
func TestStalledReaderDelaysNothing(t *testing.T) {
	t.Parallel()
	r := start(t)
	release := make(chan struct{})
	r.printed.become(func(data []byte) (int, error) {
		<-release
		return len(data), nil
	})
	for n := 0; r.screen.out.Lost() == 0 && n < 3000; n++ {
		if got := r.deliver(t); got != http.StatusOK {
			t.Fatalf("got %d, want 200", got)
		}
	}
	if r.screen.out.Lost() == 0 {
		t.Error("nothing was dropped: the requests wait somewhere without end")
	}
	ended := make(chan error, 1)
	go func() { ended <- r.end() }()
	if got := <-r.released; got.Outcome != lease.Restored {
		t.Errorf("the number was not restored: %s", got.Outcome)
	}
	close(release)
	if err := <-ended; err != nil && !errors.Is(err, context.DeadlineExceeded) { // how much of it is on the disk by then is not promised
		t.Error(err)
	}
}

// `serve -o jsonl | head -1` ends when the next line is written, in good order.
func TestBrokenPipeRestoresNumber(t *testing.T) {
	t.Parallel()
	r := start(t)
	r.printed.become(func([]byte) (int, error) { return 0, syscall.EPIPE })
	r.deliver(t)
	err := <-r.ended
	if fault.ExitOf(err) != fault.Failed || !errors.Is(err, syscall.EPIPE) {
		t.Errorf("got %v, want a broken pipe of exit code 3", err)
	}
	if !strings.Contains(r.printed.text(), "restored local +14155550111") {
		t.Errorf("the number was not restored:\n%s", r.printed.text())
	}
}

// What an untrusted client sends can neither control the terminal nor forge a line of the log.
func TestRequestLogEscapesControlCharacters(t *testing.T) {
	t.Parallel()
	var log requestLog
	got := log.lines(httplog.Record{
		Method: "POST", URL: &url.URL{Path: "/\x1b[31mred"}, Status: 403,
		Form: url.Values{"CallSid": {"CA1\x1b]0;x\a"}, "From": {"\x1b[2Jx"}, "To": {"\n19:00:00  POST /voice  200"}},
	})
	if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) || strings.Count(got, "\n") != 2 {
		t.Errorf("got %q, want two lines without control characters", got)
	}
}
