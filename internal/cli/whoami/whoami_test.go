package whoami_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
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
	sub     = "AC00000000000000000000000000000002"
	key     = "SK0123456789abcdef0123456789abcdef"
)

// twilio knows an account and a subaccount. The key may do everything but read accounts.
func twilio(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		numbers := strings.Contains(r.URL.Path, "IncomingPhoneNumbers")
		w.Header().Set("Content-Type", "application/json")
		switch {
		case password != "good" || user == key && !numbers:
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, `{"code":20003,"message":"Authenticate","status":401}`)
		case numbers:
			io.WriteString(w, `{"incoming_phone_numbers":[],"next_page_uri":null}`)
		case strings.Contains(r.URL.Path, sub):
			io.WriteString(w, `{"sid":"`+sub+`","friendly_name":"Acme Sub","type":"Full","status":"suspended","owner_account_sid":"`+account+`","auth_token":"hunter2"}`)
		default:
			io.WriteString(w, `{"sid":"`+account+`","friendly_name":"Acme","type":"Trial","status":"active","owner_account_sid":"`+account+`","auth_token":"hunter2"}`)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// run runs the program in memory, in a separate environment.
func run(t *testing.T, terminal bool, environ []string, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	root := t.TempDir()
	var out, errs bytes.Buffer
	exit = cli.Main(app.Env{
		Args: args, Stdin: strings.NewReader("good\n"), Stdout: &out, Stderr: &errs, Out: app.Terminal{Is: terminal, Width: 120},
		Environ: append(environ, "TWVOICE_KEYRING=file", "NO_COLOR=1"), Dir: root, OS: "linux", Now: time.Now,
		Folders: app.Folders{State: filepath.Join(root, "state"), Config: filepath.Join(root, "config"), Home: root},
	})
	if all := out.String() + errs.String(); strings.Contains(all, "hunter2") || strings.Contains(all, "good") {
		t.Errorf("a secret is shown:\n%s", all)
	}
	return exit, out.String(), errs.String()
}

func TestWhoamiShowsAccountAndSources(t *testing.T) {
	t.Parallel()
	token := []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=good"}
	tests := []struct {
		name    string
		environ []string
		args    []string
		exit    int
		want    map[string]any
		note    string
	}{
		{name: "a token", environ: token, want: map[string]any{
			"account_sid": account, "account_source": "environment TWILIO_ACCOUNT_SID", "friendly_name": "Acme", "type": "Trial", "status": "active",
			"owner_account_sid": "", "auth": "auth token", "auth_source": "environment TWILIO_AUTH_TOKEN", "signing_token_source": "environment TWILIO_AUTH_TOKEN",
			"region": "us1", "region_source": "default", "edge": "", "edge_source": "default", "ngrok_authtoken_source": "", "local": false,
		}},
		{name: "a subaccount", environ: append(token, "TWVOICE_ACCOUNT_SID="+sub), want: map[string]any{
			"account_sid": sub, "account_source": "TWVOICE_ACCOUNT_SID", "friendly_name": "Acme Sub", "status": "suspended",
			"owner_account_sid": account, "signing_token_source": "read through the API",
		}},
		{name: "a key alone", environ: []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_API_KEY=" + key, "TWILIO_API_SECRET=good"}, want: map[string]any{
			"friendly_name": "", "auth": "API key " + key, "auth_source": "environment TWILIO_API_KEY", "signing_token_source": "",
		}, note: "the API key can read numbers; cannot read calls, alerts and the account"},
		{name: "a wrong token is shown and refused", environ: []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=hunter2"}, exit: 4, want: map[string]any{
			"account_sid": account, "status": "", "auth_source": "environment TWILIO_AUTH_TOKEN",
		}, note: "20003"},
		{name: "a wrong key", environ: []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_API_KEY=" + key, "TWILIO_API_SECRET=hunter2"}, exit: 4, want: map[string]any{
			"auth_source": "environment TWILIO_API_KEY",
		}, note: "20003"},
		{name: "a token on standard input, which can be read once", environ: []string{"TWILIO_ACCOUNT_SID=" + account}, args: []string{"--auth-token-file", "-"}, want: map[string]any{
			"friendly_name": "Acme", "account_source": "environment TWILIO_ACCOUNT_SID", "auth_source": "--auth-token-file -", "signing_token_source": "--auth-token-file -",
		}},
		{name: "flags", environ: token, args: []string{"--region", "ie1", "--edge", "dublin"}, want: map[string]any{
			"region": "ie1", "region_source": "--region", "edge": "dublin", "edge_source": "--edge", "api_url_source": "--api-url",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			exit, stdout, stderr := run(t, false, tt.environ, append(tt.args, "whoami", "-o", "json", "--api-url", twilio(t))...)
			if exit != tt.exit || !strings.Contains(stderr, tt.note) {
				t.Errorf("exit code %d, want %d and %q in:\n%s", exit, tt.exit, tt.note, stderr)
			}
			var all map[string]any
			if err := json.Unmarshal([]byte(stdout), &all); err != nil {
				t.Fatalf("%v in %s", err, stdout)
			}
			got := map[string]any{}
			for key := range tt.want {
				got[key] = all[key]
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTerminalShowsSourceAfterValue(t *testing.T) {
	t.Parallel()
	_, stdout, _ := run(t, true, []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=good", "NGROK_AUTHTOKEN=hunter2"}, "whoami", "--api-url", twilio(t))
	for _, want := range []string{
		"account          " + account + "  (environment TWILIO_ACCOUNT_SID)\n",
		"name             Acme\n",
		"API              auth token  (environment TWILIO_AUTH_TOKEN)\n",
		"signing token    environment TWILIO_AUTH_TOKEN\n",
		"ngrok authtoken  environment NGROK_AUTHTOKEN\n",
		"region           us1  (default)\n",
		"edge             -\n",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in:\n%s", want, stdout)
		}
	}
}
