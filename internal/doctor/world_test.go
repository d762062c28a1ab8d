package doctor_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/doctor"
	"github.com/twvoice/twvoice/internal/tunnel"
)

const (
	sid = "AC0123456789abcdef0123456789abcdef"
	sub = "AC00000000000000000000000000000002"
	key = "SK0123456789abcdef0123456789abcdef"
)

// twilio is a Twilio that has one account, a subaccount, and a key that may do everything but read accounts.
type twilio struct {
	mu      sync.Mutex
	kind    string // of the account: Full, Trial
	status  string
	refusal string        // what every request is answered, "401 20005"
	hang    chan struct{} // closed when a request has come that is never answered; nil answers
}

func (tw *twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	if tw.hang != nil {
		close(tw.hang)
		<-r.Context().Done()
		return
	}
	user, password, _ := r.BasicAuth()
	numbers := strings.Contains(r.URL.Path, "IncomingPhoneNumbers")
	w.Header().Set("Content-Type", "application/json")
	status, code, _ := strings.Cut(tw.refusal, " ")
	if tw.refusal == "" && (password != "good" || user == key && !numbers) {
		status, code = "401", "20003"
	}
	switch {
	case status != "":
		w.WriteHeader(map[string]int{"401": 401, "403": 403, "429": 429, "400": 400}[status])
		_, _ = io.WriteString(w, `{"code":`+code+`,"message":"No","status":`+status+`}`)
	case numbers:
		_, _ = io.WriteString(w, `{"incoming_phone_numbers":[],"next_page_uri":null}`)
	default:
		of := sid
		if strings.Contains(r.URL.Path, sub) {
			of = sub
		}
		_, _ = io.WriteString(w, `{"sid":"`+of+`","friendly_name":"Acme","type":"`+tw.kind+`","status":"`+tw.status+`","owner_account_sid":"`+sid+`","auth_token":"hunter2"}`)
	}
}

// place is a world in which all is well, to be made worse.
type place struct {
	twilio  *twilio
	env     map[string]string
	typed   string            // --account-sid
	files   map[string]string // in the config folder
	keyring config.Store
	now     time.Duration // by how much the clock is wrong
	change  func(*doctor.Options)
}

func well() *place {
	return &place{
		twilio: &twilio{kind: "Full", status: "active"},
		env:    map[string]string{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": "good"},
		files:  map[string]string{},
	}
}

// look runs all checks and returns them by name. No secret may be in any of them.
func (p *place) look(t *testing.T) map[string]doctor.Result {
	t.Helper()
	found := map[string]doctor.Result{}
	err := doctor.Run(t.Context(), p.world(t), nil, func(r doctor.Result) error {
		found[r.Name] = r
		if strings.Contains(r.Message+r.Hint, "hunter2") {
			t.Errorf("a secret is shown: %+v", r)
		}
		if r.Status == doctor.Failed && r.Hint == "" {
			t.Errorf("a failure without a hint: %+v", r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (p *place) world(t *testing.T) doctor.Options {
	t.Helper()
	root := t.TempDir()
	server := httptest.NewServer(p.twilio)
	t.Cleanup(server.Close)
	env := app.Env{
		Dir: root, OS: runtime.GOOS, Now: func() time.Time { return time.Now().Add(p.now) },
		Folders: app.Folders{State: filepath.Join(root, "state"), Config: filepath.Join(root, "config"), Home: root},
		User:    func() string { return "ann@laptop" },
	}
	for name, value := range p.env {
		env.Environ = append(env.Environ, name+"="+strings.ReplaceAll(value, "$ROOT", root))
	}
	for name, text := range p.files {
		write(t, filepath.Join(env.Folders.Config, name), text)
	}
	if p.keyring == nil {
		p.keyring = silentKeyring{}
	}
	set, err := config.Load(config.From{Getenv: env.Getenv, Dir: env.Dir, Folder: env.Folders.Config, Keyring: p.keyring})
	if err != nil {
		t.Fatal(err)
	}
	w := doctor.Options{
		Env: env, Config: set, NoTunnel: "no tunnel in this test",
		Account: account.Options{Env: env, Config: set, APIURL: server.URL, Timeout: 30 * time.Second, Typed: config.Typed{AccountSid: p.typed}},
		Ngrok:   func(context.Context) (tunnel.Options, string, error) { return tunnel.Options{}, "", nil },
	}
	if p.change != nil {
		p.change(&w)
	}
	return w
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// silentKeyring works and is empty.
type silentKeyring struct{ fails error }

func (k silentKeyring) Load(context.Context, string) (config.Secrets, error) {
	if k.fails != nil {
		return config.Secrets{}, k.fails
	}
	return config.Secrets{}, config.ErrNoSecrets
}

func (silentKeyring) Save(context.Context, string, config.Secrets) error {
	return errors.ErrUnsupported
}
func (silentKeyring) Remove(context.Context, string) error { return nil }

// hungKeyring never answers; it says when it was asked.
type hungKeyring struct{ asked chan struct{} }

func (k hungKeyring) Load(context.Context, string) (config.Secrets, error) {
	close(k.asked)
	select {}
}

func (hungKeyring) Save(context.Context, string, config.Secrets) error { return errors.ErrUnsupported }
func (hungKeyring) Remove(context.Context, string) error               { return nil }
