package main

import (
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// Secrets of a user, one for each place that can hold one. The local emulator's own token is not among them: its
// database generates it, and it gives no other access.
const (
	accountSid   = "AC0123456789abcdef0123456789abcdef"
	keySid       = "SK0123456789abcdef0123456789abcdef"
	authToken    = "aaSecretToken/of+env=11"
	keySecret    = "bbSecretKey/of+env=22"
	ngrokToken   = "cc3SecretNgrok_OfEnv33"
	filedToken   = "ddSecretToken/of+file=44"
	loginToken   = "eeSecretToken/of+login=55"
	basicSecret  = "ffSecretBasic/of+file=66"
	urlPassword  = "ggSecretInTheURL77"
	paidDigits   = "4242424242424242"
	ngrokYAML    = "hh3SecretNgrok_OfYaml88"
	tokenInQuery = "iiSecretInTheQuery99"
)

func TestNoSecretIsShownOrWritten(t *testing.T) {
	t.Parallel()
	w := newSecretWorld(t)
	app := strings.Replace(w.app, "://", "://ann:"+urlPassword+"@", 1)
	for _, line := range []string{
		"whoami -v", "whoami -o json", "config", "config -o json", "doctor -o json", "profile list -o json",
		"numbers list -v --api-url " + w.twilio, "numbers list -v -o json --api-url " + w.twilio,
		"numbers list -v --api-url http://127.0.0.1:1 --timeout 1s",
		"numbers list -v --auth-token-file token.txt --account-sid " + accountSid + " --api-url " + w.twilio,
		"webhook set +14155550111 " + app + "/voice?token=" + tokenInQuery + " -v --dry-run --api-url " + w.twilio,
		"login --profile work --account-sid " + accountSid + " --auth-token-file login.txt --ngrok-authtoken-file ngrok.txt --no-check",
		"login --profile refused --account-sid " + accountSid + " --auth-token-file login.txt -o json --api-url " + w.twilio,
		"--profile work whoami -o json", "--profile work numbers list -v --api-url " + w.twilio,
		"profile show work -o json",
		"call " + app + "/voice --press 1 -o json", "call " + app + "/voice -v --press 1 --save saved.yaml",
		"call " + app + "/broken -o jsonl", "call http://ann:" + urlPassword + "@127.0.0.1:1/voice -o json",
		"serve --local --forward " + w.app + " --basic-auth ann:basic.txt --call --press " + paidDigits + " -v",
		"serve --local --forward " + w.app + " --basic-auth ann:basic.txt --call -o jsonl",
		"serve --no-number --twiml greeting.xml --basic-auth ann:basic.txt -v -- true", // ngrok, which cannot be reached here
		"serve --no-number --twiml greeting.xml --tunnel none --basic-auth ann:basic.txt -o jsonl -- cat /proc/self/cmdline",
		"requests list -o json", "requests show r1 -o json", "requests show r1", "calls list -o json",
		"test scenario.yaml --junit junit.xml -v", "emulate --port 0 --seed broken.yaml", "twiml lint " + app + "/voice",
		"logs --api-url " + w.twilio, "numbers list --no-such-flag", "whoami --profile nobody",
	} {
		w.run(t, strings.Fields(line)...)
	}
	w.checkFiles(t)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, used := range []string{keySecret, filedToken, loginToken, urlPassword} { // else nothing was proved
		if !strings.Contains(w.given.String(), used) {
			t.Errorf("%q was never used", used)
		}
	}
}

// secretWorld is a user with secrets everywhere, a Twilio that refuses them, and an application that knows one.
type secretWorld struct {
	dir, home, twilio, app string
	env                    []string

	mu    sync.Mutex
	given strings.Builder // what servers were given as user and password
}

func newSecretWorld(t *testing.T) *secretWorld {
	t.Helper()
	w := &secretWorld{dir: t.TempDir(), home: t.TempDir()}
	twilio := httptest.NewServer(w.noting(func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(rw, `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`)
	}))
	t.Cleanup(twilio.Close)
	app := httptest.NewServer(w.noting(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/xml")
		document := `<Response><Gather action="/paid"><Say>Enter your credit card number.</Say></Gather></Response>`
		switch r.URL.Path {
		case "/broken":
			rw.WriteHeader(http.StatusInternalServerError)
		case "/paid":
			document = `<Response><Say>Thank you</Say></Response>`
		}
		_, _ = io.WriteString(rw, document)
	}))
	t.Cleanup(app.Close)
	w.twilio, w.app = twilio.URL, app.URL
	for name, text := range map[string]string{
		"token.txt": filedToken, "login.txt": loginToken, "basic.txt": basicSecret, "ngrok.txt": ngrokYAML,
		"greeting.xml":  "<Response><Say>Hello</Say></Response>",
		"broken.yaml":   "account:\n  sid: " + accountSid + "\n  auth_token: [" + authToken + "\n",
		"scenario.yaml": "name: a\ncall: {to: http://ann:" + urlPassword + "@" + strings.TrimPrefix(w.app, "http://") + "/voice}\nsteps:\n  - hear: Goodbye\n",
	} {
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.env = append(newcomer(t), "HOME="+w.home, "TWVOICE_STATE_DIR="+w.home+"/state", "TWVOICE_CONFIG_DIR="+w.home+"/config", "XDG_CONFIG_HOME="+w.home+"/xdg",
		"TWILIO_ACCOUNT_SID="+accountSid, "TWILIO_AUTH_TOKEN="+authToken, "TWILIO_API_KEY="+keySid, "TWILIO_API_SECRET="+keySecret,
		"NGROK_AUTHTOKEN="+ngrokToken, "HTTPS_PROXY=http://127.0.0.1:1")
	return w
}

func (w *secretWorld) noting(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		w.mu.Lock()
		w.given.WriteString(user + ":" + password + "\n")
		w.mu.Unlock()
		next(rw, r)
	})
}

// run runs a command, whose end does not matter, and looks at all that it says. What was typed on the command line, a URL with
// a password, is in the process list because the user has put it there; nothing else may be.
func (w *secretWorld) run(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "twvoice", args...)
	cmd.Dir, cmd.Env = w.dir, w.env
	out, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "a bug in twvoice") {
		t.Errorf("%q: %s", args, out)
	}
	w.silent(t, strings.Join(args, " "), out)
}

// checkFiles looks at all that is left: state, configuration, reports. The file of secrets holds some of them, for its owner alone.
func (w *secretWorld) checkFiles(t *testing.T) {
	t.Helper()
	given := []string{"token.txt", "login.txt", "basic.txt", "ngrok.txt", "broken.yaml", "scenario.yaml"}
	for _, folder := range []string{w.home, w.dir} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			name := filepath.Base(path)
			if name == "secrets.yaml" {
				if info, err := entry.Info(); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
				}
				return nil
			}
			for _, one := range given {
				if folder == w.dir && name == one {
					return nil
				}
			}
			data, err := os.ReadFile(path)
			if name == "saved.yaml" { // what it calls is what was typed, or it could not be run again
				data = regexp.MustCompile(`(?m)^  to: .*$`).ReplaceAll(data, nil)
			}
			w.silent(t, path, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// silent fails where a secret is in a text, as it is, or as a URL, a header or JSON has it.
func (w *secretWorld) silent(t *testing.T, what string, text []byte) {
	t.Helper()
	for _, secret := range []string{authToken, keySecret, ngrokToken, filedToken, loginToken, basicSecret, urlPassword, paidDigits, ngrokYAML, tokenInQuery} {
		forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.ReplaceAll(secret, "/", `\/`)}
		for _, user := range []string{accountSid, keySid, "ann", "twilio"} {
			forms = append(forms, base64.StdEncoding.EncodeToString([]byte(user+":"+secret)))
		}
		for _, form := range forms {
			if i := strings.Index(string(text), form); i >= 0 {
				t.Errorf("%s holds %s: …%s…", what, form, text[max(0, i-160):min(len(text), i+len(form)+40)])
				break
			}
		}
	}
}
