package doctor_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	key     = "SK0123456789abcdef0123456789abcdef"
)

// twilio knows a key that may do everything but read accounts.
func twilio(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "good" || !strings.Contains(r.URL.Path, "IncomingPhoneNumbers") {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"code":20003,"message":"Authenticate","status":401}`)
			return
		}
		_, _ = io.WriteString(w, `{"incoming_phone_numbers":[],"next_page_uri":null}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// run runs the program in memory, in a separate environment.
func run(t *testing.T, env app.Env, environ []string, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	root := t.TempDir()
	var out, errs bytes.Buffer
	env.Args, env.Stdin, env.Stdout, env.Stderr = append([]string{"doctor", "--api-url", twilio(t)}, args...), strings.NewReader(""), &out, &errs
	env.Environ = append(environ, "TWVOICE_KEYRING=file", "NO_COLOR=1", "TWVOICE_TUNNEL=none")
	env.Dir, env.OS, env.Now = root, "linux", time.Now
	env.Folders = app.Folders{State: filepath.Join(root, "state"), Config: filepath.Join(root, "config"), Home: root}
	exit = cli.Main(env)
	return exit, out.String(), errs.String()
}

func keyAlone(secret string) []string {
	return []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_API_KEY=" + key, "TWILIO_API_SECRET=" + secret}
}

func TestWarningIsNotAFailure(t *testing.T) {
	t.Parallel()
	exit, stdout, stderr := run(t, app.Env{}, keyAlone("good"))
	if exit != 0 || !strings.Contains(stdout, "\nwarning\tsignatures\tan API key cannot verify signatures") || !strings.Contains(stderr, ", 1 warning, ") {
		t.Errorf("exit code %d\n%s%s", exit, stdout, stderr)
	}
}

func TestTerminalShowsHintBelow(t *testing.T) {
	t.Parallel()
	screen := app.Terminal{Is: true, Width: 80}
	exit, stdout, stderr := run(t, app.Env{Out: screen, Err: screen}, keyAlone("wrong"))
	for _, want := range []string{
		`(?m)^ok       configuration  no file: `,
		`(?m)^failed   credentials    API key ` + key + ` from environment TWILIO_API_KEY: .*\(20003\)\n {24}hint: copy account SID`,
		`(?m)^skipped  ngrok          tunnel: none`,
	} {
		if !regexp.MustCompile(want).MatchString(stdout) {
			t.Errorf("no %q in:\n%s", want, stdout)
		}
	}
	if exit != 1 || !strings.Contains(stderr, "\r\x1b[Kchecking credentials …\r\x1b[K") || !strings.HasSuffix(stderr, "\r\x1b[Kchecks: 9 ok, 1 warning, 1 failed, 3 skipped\n") {
		t.Errorf("exit code %d, and on standard error %q", exit, stderr)
	}
}
