package login_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	key     = "SK0123456789abcdef0123456789abcdef"
)

// twilio answers as Twilio does to a good token, a good standard key, a good restricted key, and anything else.
// It notes what it was asked.
func twilio(t *testing.T) (url string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		*asked = append(*asked, r.Method+" "+r.URL.Path)
		accounts := !strings.Contains(r.URL.Path, "IncomingPhoneNumbers")
		w.Header().Set("Content-Type", "application/json")
		switch {
		case user == account && password == "good" && accounts:
			io.WriteString(w, `{"sid":"`+account+`","friendly_name":"Acme","type":"Trial","status":"active","owner_account_sid":"`+account+`"}`)
		case user == key && password == "good" && !accounts:
			io.WriteString(w, `{"incoming_phone_numbers":[],"page":0,"next_page_uri":null}`)
		case user == key && password == "restricted":
			w.WriteHeader(http.StatusForbidden)
			io.WriteString(w, `{"code":20003,"message":"Permission denied","status":403}`)
		default:
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

// result is what a run of the program came to.
type result struct {
	exit           int
	stdout, stderr string
	folder         string
}

// run runs the program in memory, with a separate folder and no keyring.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	root := t.TempDir()
	var stdout, stderr bytes.Buffer
	env := app.Env{
		Args: args, Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr,
		Environ: []string{"TWVOICE_KEYRING=file"}, Dir: root, OS: "linux", Now: time.Now,
		Folders: app.Folders{State: filepath.Join(root, "state"), Config: filepath.Join(root, "config"), Home: root},
	}
	exit := cli.Main(env)
	return result{exit, stdout.String(), stderr.String(), env.Folders.Config}
}

func TestLoginAsksTwilioOnceAKind(t *testing.T) {
	t.Parallel()
	const accounts, numbers = "GET /2010-04-01/Accounts/" + account + ".json", "GET /2010-04-01/Accounts/" + account + "/IncomingPhoneNumbers.json"
	token := []string{"--auth-token-file", "-"}
	keyed := []string{"--api-key", key, "--api-secret-file", "-"}
	tests := []struct {
		name, stdin string
		args        []string
		exit        int
		says        string
		asked       []string
	}{
		{"a good token", "good\n", token, 0, "(Acme, Trial, active)", []string{accounts}},
		{"a wrong token", "wrong\n", token, 4, "check the auth token of " + account + ", nothing was stored: ", []string{accounts}},
		{"a good key, which cannot read accounts", "good\n", keyed, 0, "Twilio's signatures cannot be verified", []string{numbers}},
		{"a key that may not even read numbers", "restricted\n", keyed, 0, "profile default is account", []string{numbers}},
		{"a wrong key", "wrong\n", keyed, 4, "check the API key of " + account + ", nothing was stored: ", []string{numbers}},
		{"a wrong token that is not to be checked", "wrong\n", append(token, "--no-check"), 0, "profile default is account", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, asked := twilio(t)
			got := run(t, tt.stdin, append([]string{"login", "--account-sid", account, "--api-url", url}, tt.args...)...)
			if got.exit != tt.exit || !strings.Contains(got.stderr, tt.says) {
				t.Errorf("exit code %d, want %d and %q in:\n%s", got.exit, tt.exit, tt.says, got.stderr)
			}
			if diff := cmp.Diff(tt.asked, *asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			_, err := os.Stat(got.folder)
			if stored := err == nil; stored != (tt.exit == 0) {
				t.Errorf("stored: %v, exit code %d", stored, got.exit)
			}
		})
	}
}

func TestLoginRefusalKeepsTwiliosCode(t *testing.T) {
	t.Parallel()
	url, _ := twilio(t)
	got := run(t, "wrong\n", "login", "--account-sid", account, "--api-url", url, "--auth-token-file", "-", "-o", "json")
	for _, want := range []string{`"code":"20003"`, `"status":401`, `"exit_code":4`, `"hint":"copy both from https://console.twilio.com and try again"`} {
		if !strings.Contains(got.stderr, want) {
			t.Errorf("no %s in %s", want, got.stderr)
		}
	}
	if got.stdout != "" {
		t.Errorf("got %q on stdout", got.stdout)
	}
}

func TestLoginDoesNotStoreUncheckedToken(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	got := run(t, "good\n", "login", "--account-sid", account, "--api-url", server.URL, "--auth-token-file", "-", "--timeout", "1s")
	if got.exit != 3 || !strings.Contains(got.stderr, "nothing was stored") {
		t.Errorf("exit code %d:\n%s", got.exit, got.stderr)
	}
	if _, err := os.Stat(got.folder); err == nil {
		t.Error("something was stored")
	}
}
