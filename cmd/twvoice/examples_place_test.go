package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/store"
)

// place is the world of one example.
type place struct {
	dir, state, call string
	env              []string
	replace          *strings.Replacer
}

// recorded is a state folder in which serve has kept requests of a few calls.
func recorded(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	furnish(t, dir)
	for range 6 {
		cmd := exec.Command("twvoice", "serve", "--local", "--twiml", "menu/", "--call", "--press", "1", "--no-inspect")
		cmd.Dir, cmd.Env = dir, append(newcomer(t), "TWVOICE_STATE_DIR="+filepath.Join(dir, "state"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return filepath.Join(dir, "state")
}

// furnish writes the files that the examples name.
func furnish(t *testing.T, dir string) {
	t.Helper()
	const hello, token = "<Response>\n  <Say>Hello</Say>\n</Response>\n", "0123456789abcdef0123456789abcdef\n"
	const caller = "name: Asks for an invoice\ncall: { to: ../greeting.xml }\nsteps:\n  - hear: Hello\n"
	for name, text := range map[string]string{
		"greeting.xml": hello, "menus/index.xml": hello, "reply.xml": "<Response><Message>Hello</Message></Response>\n",
		"menu/index.xml":  `<Response><Gather numDigits="1" action="/key"><Say>Press a key.</Say></Gather></Response>`,
		"menu/key.xml":    `<Response><Say>You pressed {{Digits}}.</Say></Response>`,
		"calls/menu.yaml": caller, "agent.yaml": strings.Replace(caller, "../", "", 1), "phones.yaml": "phones:\n  \"+14155550123\": busy\n", "token.txt": token, "ngrok.txt": token,
		"app.js": "", "config/config.yaml": "profile: work\nprofiles:\n  work: {account_sid: AC0123456789abcdef0123456789abcdef, store: file}\n",
		"config/secrets.yaml": "work: {auth_token: " + strings.TrimSpace(token) + "}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, script := range map[string]string{"npm": `[ "$1" != start ] || exec application "$PORT"`, "node": "", "pass": "echo " + token} {
		if err := os.MkdirAll(filepath.Join(dir, "bin"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "bin", name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func newPlace(t *testing.T, template string) place {
	t.Helper()
	p := place{dir: t.TempDir()}
	p.state = filepath.Join(p.dir, "state")
	furnish(t, p.dir)
	if err := os.CopyFS(p.state, os.DirFS(template)); err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(answering())
	t.Cleanup(app.Close)
	twilio := anAccount(t, app.URL)
	_, appPort, _ := net.SplitHostPort(app.Listener.Addr().String())
	own, npm := freePort(t), freePort(t)
	p.env = append(newcomer(t), "TWVOICE_STATE_DIR="+p.state, "TWVOICE_CONFIG_DIR="+filepath.Join(p.dir, "config"), "EDITOR=true", "PORT="+npm, "TWVOICE_KEYRING=file",
		"TWVOICE_API_URL="+twilio, "TWVOICE_TUNNEL=none", "TWVOICE_NUMBER=+14155550111", "TWVOICE_PORT="+own, "TWVOICE_PUBLIC_URL=http://127.0.0.1:"+own,
		"PATH="+filepath.Join(p.dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	p.call = p.capture(t, "calls list -q")
	p.replace = strings.NewReplacer("--forward 3000 -- npm", "--forward "+npm+" -- npm", "CA5f2", p.call, "localhost:3000", "127.0.0.1:"+appPort, "--forward 3000", "--forward "+appPort,
		"https://example.com", app.URL, "http://127.0.0.1:4010", twilio, "twvoice emulate ", "twvoice emulate --port 0 ")
	return p
}

// answering is the application of the scripts, which answers text messages as well.
func answering() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", application(""))
	mux.HandleFunc("/sms", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, "<Response><Message>Always</Message></Response>")
	})
	return mux
}

// capture is the first line that a command prints.
func (p place) capture(t *testing.T, line string) string {
	t.Helper()
	cmd := exec.Command("twvoice", strings.Fields(line)...)
	cmd.Dir, cmd.Env = p.dir, p.env
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return first
}

// anAccount is the emulator as a server, with the account, the numbers and the calls that the examples speak of.
func anAccount(t *testing.T, app string) string {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	db, err := store.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	twilio := emulator.New(emulator.WithStore(db), emulator.WithCalls(live.Pace{Virtual: true}), emulator.WithTransport(http.DefaultTransport))
	seed, err := emulator.ReadSeed("seed.yaml", []byte(`
account: {sid: AC0123456789abcdef0123456789abcdef, auth_token: 0123456789abcdef0123456789abcdef}
numbers:
  - {number: "+14155550111", voice_url: "`+app+`/voice", sms_url: "`+app+`/sms"}
  - {number: "+14155550112", name: Front desk, voice_url: "`+app+`/voice"}
  - {number: "+14155550113", name: ci}
`))
	if err == nil {
		err = twilio.ApplySeed(ctx, seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = twilio.Run(ctx)
	}()
	server := httptest.NewServer(twilio)
	t.Cleanup(func() {
		server.Close()
		end()
		<-over
		_ = twilio.Close(context.Background())
		_ = db.Close()
	})
	return server.URL
}
