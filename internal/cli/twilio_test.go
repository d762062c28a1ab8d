package cli_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/store"
)

// twilio is an account on a separate server, which commands use like the real one.
type twilio struct {
	t       *testing.T
	account emulator.Account
	url     string
	state   string                                        // of the machine that commands run on
	refuse  func(http.ResponseWriter, *http.Request) bool // answers in the server's place, or lets it; nil lets it
}

func newTwilio(t *testing.T, trouble ...emulator.Failure) *twilio {
	t.Helper()
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	account, err := emulator.LocalAccount(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	options := []emulator.Option{emulator.WithStore(db)}
	for _, f := range trouble {
		options = append(options, emulator.WithFailure(f))
	}
	w := &twilio{t: t, account: account, state: t.TempDir()}
	well := emulator.New(options...)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.refuse == nil || !w.refuse(rw, r) {
			well.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(func() { server.Close(); db.Close() })
	w.url = server.URL
	return w
}

// ran is what a command left.
type ran struct {
	t              *testing.T
	exit           int
	stdout, stderr string
}

// run runs a command on this account, with a pipe on every side.
func (w *twilio) run(args ...string) ran {
	w.t.Helper()
	var stdout bytes.Buffer
	got := w.runTo(&stdout, args...)
	got.stdout = stdout.String()
	w.t.Logf("stdout:\n%s", got.stdout)
	return got
}

// runTo is run with another standard output.
func (w *twilio) runTo(stdout io.Writer, args ...string) ran {
	w.t.Helper()
	var stderr bytes.Buffer
	exit := cli.Main(w.env(stdout, &stderr, append(args, "--api-url", w.url)...))
	w.t.Logf("%s: exit code %d\n%s", strings.Join(args, " "), exit, stderr.String())
	return ran{t: w.t, exit: exit, stderr: stderr.String()}
}

func (w *twilio) env(stdout, stderr io.Writer, args ...string) app.Env {
	return app.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: stdout, Stderr: stderr,
		Environ: []string{"TWILIO_ACCOUNT_SID=" + w.account.Sid, "TWILIO_AUTH_TOKEN=" + w.account.AuthToken},
		Dir:     w.state, Folders: app.Folders{State: w.state, Config: w.state, Home: w.state, ConfigHome: w.state},
		User: func() string { return "ann@laptop" }, Now: time.Now, Random: rand.Reader, OS: "linux",
	}
}

// narrow accepts this many writes and rejects the others, like a closed pipe or a full disk.
type narrow struct {
	lines int
	err   error
}

func (n *narrow) Write(p []byte) (int, error) {
	if n.lines--; n.lines < 0 {
		return 0, fmt.Errorf("write /dev/stdout: %w", n.err)
	}
	return len(p), nil
}

// elsewhere returns the same account, used from a machine with a separate journal.
func (w *twilio) elsewhere() *twilio {
	other := *w
	other.state = w.t.TempDir()
	return &other
}

// post makes something on the account that no command makes.
func (w *twilio) post(resource string, form url.Values) string {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+"/2010-04-01/Accounts/"+w.account.Sid+"/"+resource+".json", strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	req.SetBasicAuth(w.account.Sid, w.account.AuthToken)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusCreated {
		w.t.Fatalf("make a resource: %s %v %s", res.Status, err, body.String())
	}
	return body.String()
}

// ends checks the exit code.
func (r ran) ends(exit int) ran {
	r.t.Helper()
	if r.exit != exit {
		r.t.Errorf("exit code: got %d, want %d", r.exit, exit)
	}
	return r
}

// prints checks the whole of standard output.
func (r ran) prints(want string) ran {
	r.t.Helper()
	if r.stdout != want {
		r.t.Errorf("stdout: got %q, want %q", r.stdout, want)
	}
	return r
}

// says checks that standard error has lines of these forms.
func (r ran) says(patterns ...string) ran {
	r.t.Helper()
	for _, pattern := range patterns {
		if !regexp.MustCompile("(?m)" + pattern).MatchString(r.stderr) {
			r.t.Errorf("stderr has nothing like %q:\n%s", pattern, r.stderr)
		}
	}
	return r
}
