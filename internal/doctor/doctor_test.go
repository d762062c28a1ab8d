package doctor_test

import (
	"context"
	"encoding/pem"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/doctor"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

// want is what a line must be: its status, and a part of what it says, the hint included.
type want struct {
	check  string
	status doctor.Status
	says   string
}

func TestCheckFindings(t *testing.T) {
	t.Parallel()
	keyed := func(p *place) {
		p.env = map[string]string{"TWILIO_ACCOUNT_SID": sid, "TWILIO_API_KEY": key, "TWILIO_API_SECRET": "good"}
	}
	environ := func(set map[string]string) func(*place) {
		return func(p *place) {
			for name, value := range set {
				p.env[name] = value
			}
		}
	}
	refusal := func(answer string) func(*place) { return func(p *place) { p.twilio.refusal = answer } }
	tests := []struct {
		name  string
		worse func(*place)
		wants []want
	}{
		{"all is well", func(*place) {}, []want{
			{"configuration", doctor.OK, "no file"},
			{"credentials", doctor.OK, "auth token from environment TWILIO_AUTH_TOKEN, accepted for " + sid},
			{"signatures", doctor.OK, "auth token from environment TWILIO_AUTH_TOKEN"},
			{"account", doctor.OK, "Acme (" + sid + ") is active, type Full"},
			{"clock", doctor.OK, "within 30s"},
			{"ngrok", doctor.Skipped, "no tunnel in this test"},
			{"proxy", doctor.OK, "no proxy is set"},
			{"certificates", doctor.OK, "those of the system"},
			{"keyring", doctor.OK, "works"},
			{"state", doctor.OK, "created when it is first needed"},
			{"database", doctor.OK, "does not exist yet"},
			{"journal", doctor.OK, "no number is in use"},
			{"inspector", doctor.OK, "127.0.0.1:"},
			{"node", doctor.Skipped, "no command needs it"},
		}},
		{"no credentials", func(p *place) { p.env = nil }, []want{
			{"credentials", doctor.Failed, "set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"},
			{"signatures", doctor.Skipped, ""},
			{"account", doctor.Skipped, ""},
			{"clock", doctor.Skipped, ""},
		}},
		{"a wrong token", environ(map[string]string{"TWILIO_AUTH_TOKEN": "hunter2"}), []want{
			{"credentials", doctor.Failed, "https://console.twilio.com"},
			{"signatures", doctor.Skipped, ""},
			{"account", doctor.Skipped, ""},
			{"clock", doctor.OK, "within"},
		}},
		{"an API key alone", keyed, []want{
			{"credentials", doctor.OK, "API key " + key + " from environment TWILIO_API_KEY, accepted"},
			{"signatures", doctor.Warning, "set TWILIO_AUTH_TOKEN along with the key"},
			{"account", doctor.Skipped, "cannot read its account"},
		}},
		{"an API key and a token", func(p *place) { keyed(p); p.env["TWILIO_AUTH_TOKEN"] = "good" }, []want{
			{"credentials", doctor.OK, "API key"}, {"signatures", doctor.OK, "TWILIO_AUTH_TOKEN"}, {"account", doctor.OK, "Acme"},
		}},
		{"an API key and a wrong token", func(p *place) { keyed(p); p.env["TWILIO_AUTH_TOKEN"] = "hunter2" }, []want{
			{"credentials", doctor.OK, "API key"}, {"signatures", doctor.Failed, "every webhook would get 403"}, {"account", doctor.Skipped, ""},
		}},
		{"a wrong API key", func(p *place) { keyed(p); p.env["TWILIO_API_SECRET"] = "hunter2" }, []want{
			{"credentials", doctor.Failed, "20003"}, {"account", doctor.Skipped, ""},
		}},
		{"a restricted API key, which Twilio knows and lets do nothing", func(p *place) { keyed(p); p.twilio.refusal = "403 20403" }, []want{
			{"credentials", doctor.Warning, "it cannot read numbers, calls, alerts and the account"},
		}},
		{"a subaccount", func(p *place) { p.typed = sub }, []want{
			{"credentials", doctor.OK, sub}, {"signatures", doctor.OK, "its own auth token"}, {"account", doctor.OK, sub},
		}},
		{"a trial account", func(p *place) { p.twilio.kind = "Trial" }, []want{{"account", doctor.Warning, "only to verified phones"}}},
		{"a suspended account that can still be read", func(p *place) { p.twilio.status = "suspended" }, []want{{"account", doctor.Failed, "suspended"}}},
		{"a suspended account", refusal("401 20005"), []want{
			{"credentials", doctor.Skipped, "Twilio knows them"}, {"signatures", doctor.Skipped, ""}, {"account", doctor.Failed, "20005"},
		}},
		{"too many requests", refusal("429 20429"), []want{
			{"credentials", doctor.Warning, "too many requests"}, {"account", doctor.Skipped, ""},
		}},
		{"an error that is not about credentials", refusal("400 20001"), []want{{"credentials", doctor.Failed, "20001"}}},

		{"a clock a minute behind", func(p *place) { p.now = -time.Minute }, []want{{"clock", doctor.Warning, "behind Twilio's"}}},
		{"a clock an hour ahead", func(p *place) { p.now = time.Hour }, []want{{"clock", doctor.Failed, "ahead of Twilio's"}}},

		{"a proxy that no program knows", environ(map[string]string{"HTTPS_PROXY": "gopher://hunter2@proxy:70"}), []want{{"proxy", doctor.Failed, app.Unset(runtime.GOOS, "HTTPS_PROXY")}}},
		{"a proxy, and Twilio past it", environ(map[string]string{"HTTPS_PROXY": "proxy.example:3128", "NO_PROXY": ".twilio.com"}), []want{{"proxy", doctor.OK, "is set, but not used for Twilio"}}},
		{"a proxy with a password", environ(map[string]string{"https_proxy": "http://ann:hunter2@proxy.example:3128"}), []want{{"proxy", doctor.OK, "http://ann:xxxxx@proxy.example:3128"}}},
		{"two spellings that differ", environ(map[string]string{"HTTPS_PROXY": "http://one.example:1", "https_proxy": "http://two.example:1"}), []want{{"proxy", doctor.Warning, "unset https_proxy"}}},
		{"a NO_PROXY with addresses of pages", environ(map[string]string{"HTTPS_PROXY": "http://one.example:1", "NO_PROXY": "10.0.0.0/8,http://example.com/"}), []want{{"proxy", doctor.Warning, `"http://example.com/"`}}},
		{"a folder of no certificates", environ(map[string]string{"SSL_CERT_DIR": "$ROOT"}), []want{{"certificates", doctor.Failed, "no certificate in"}}},
		{"a folder as a file of certificates", environ(map[string]string{"NODE_EXTRA_CA_CERTS": "$ROOT"}), []want{{"certificates", doctor.Failed, "is not a file"}}},

		{"no keyring", func(p *place) { p.keyring = silentKeyring{errors.New("no bus")} }, []want{{"keyring", doctor.OK, "no usable keyring (no bus); twvoice login would store"}}},
		{"no keyring, and a profile in it", func(p *place) {
			p.keyring = silentKeyring{errors.New("locked")}
			p.files[config.UserFile] = "profiles:\n  work:\n    account_sid: " + sid + "\n    store: keyring\n"
		}, []want{{"keyring", doctor.Failed, "TWVOICE_KEYRING=file twvoice login --profile work"}, {"configuration", doctor.OK, "config.yaml"}}},
		{"a file instead of a keyring", environ(map[string]string{"TWVOICE_KEYRING": "file"}), []want{{"keyring", doctor.OK, "as set by keyring: file"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && tt.name == "two spellings that differ" {
				t.Skip("the spellings are one variable there")
			}
			p := well()
			tt.worse(p)
			found := p.look(t)
			for _, want := range tt.wants {
				got := found[want.check]
				if got.Status != want.status || !strings.Contains(got.Message+"\n"+got.Hint, want.says) {
					t.Errorf("got %+v\nwant %s %s that says %q", got, want.check, want.status, want.says)
				}
			}
		})
	}
}

func TestChecksRunInTheOrderOfTheTable(t *testing.T) {
	t.Parallel()
	var names []string
	waited := 0
	err := doctor.Run(t.Context(), well().world(t), func(string) { waited++ }, func(r doctor.Result) error {
		names = append(names, r.Name)
		return nil
	})
	if err != nil || !slices.Equal(names, doctor.Names()) || waited != len(names) {
		t.Errorf("got %v, %v, and waited %d times; want %v", names, err, waited, doctor.Names())
	}
	full := errors.New("the disk is full")
	if err := doctor.Run(t.Context(), well().world(t), nil, func(doctor.Result) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

// Whatever hangs, the end of the context is the end of the examination: this test ends, or it does not.
func TestHangingCheckIsAbandoned(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	tests := []struct {
		name string
		hang func(*place) <-chan struct{}
	}{
		{"Twilio", func(p *place) <-chan struct{} {
			p.twilio.hang = make(chan struct{})
			return p.twilio.hang
		}},
		{"ngrok", func(p *place) <-chan struct{} {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = ln.Close() })
			came := make(chan struct{})
			go func() {
				conn, err := ln.Accept()
				if err != nil {
					return
				}
				t.Cleanup(func() { _ = conn.Close() })
				close(came)
			}()
			p.change = func(w *doctor.Options) {
				w.NoTunnel = ""
				w.Ngrok = func(context.Context) (tunnel.Options, string, error) {
					return tunnel.Options{Authtoken: "hunter2", ConnectURL: ln.Addr().String()}, "somewhere", nil
				}
			}
			return came
		}},
		{"the keyring", func(p *place) <-chan struct{} {
			p.keyring = hungKeyring{asked}
			return asked
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := well()
			hangs := tt.hang(p)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() { <-hangs; cancel() }()
			err := doctor.Run(ctx, p.world(t), nil, func(doctor.Result) error { return nil })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want %v", err, context.Canceled)
			}
		})
	}
}

func TestCertificatesAreCounted(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	good := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for _, tt := range []struct {
		name   string
		file   string
		status doctor.Status
		says   string
	}{
		{"one", string(good), doctor.OK, "SSL_CERT_FILE (1)"},
		{"a broken one", string(good) + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", doctor.Failed, "broken"},
		{"a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", doctor.Failed, "no certificate in"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := well()
			p.files["ca.pem"] = tt.file
			p.env["SSL_CERT_FILE"] = "$ROOT/config/ca.pem"
			if got := p.look(t)["certificates"]; got.Status != tt.status || !strings.Contains(got.Message, tt.says) {
				t.Errorf("got %+v, want %s that says %q", got, tt.status, tt.says)
			}
		})
	}
}

func TestInspectorPortInUseIsReported(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	p := well()
	p.change = func(w *doctor.Options) { w.InspectPort = ln.Addr().(*net.TCPAddr).Port }
	if got := p.look(t)["inspector"]; got.Status != doctor.OK || !strings.Contains(got.Message, ln.Addr().String()+" is in use") {
		t.Errorf("got %+v", got)
	}
}

func TestSecretsThatOthersCanRead(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: Windows has no such modes")
	}
	p := well()
	p.files[config.SecretsFile] = "work:\n  auth_token: hunter2\n"
	p.change = func(w *doctor.Options) {
		if err := os.Chmod(filepath.Join(w.Env.Folders.Config, config.SecretsFile), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.look(t)["keyring"]; got.Status != doctor.Failed || !strings.Contains(got.Hint, "chmod 600 ") {
		t.Errorf("got %+v", got)
	}
}

func TestNgrok(t *testing.T) {
	t.Parallel()
	broken := errors.New("ngrok.yml:1: not an ngrok configuration")
	for _, tt := range []struct {
		name   string
		ngrok  func(*edgetest.Edge) (tunnel.Options, error)
		status doctor.Status
		says   string
		code   string
		auths  int
	}{
		{"no authtoken", func(*edgetest.Edge) (tunnel.Options, error) { return tunnel.Options{}, nil }, doctor.Failed, "NGROK_AUTHTOKEN", "", 0},
		{"a configuration that cannot be read", func(*edgetest.Edge) (tunnel.Options, error) { return tunnel.Options{}, broken }, doctor.Failed, "ngrok.yml:1", "", 0},
		{"accepted", options, doctor.OK, "authtoken from somewhere, accepted by 127.0.0.1:", "", 1},
		{"refused", func(e *edgetest.Edge) (tunnel.Options, error) {
			e.Refuse("ERR_NGROK_105", "hunter2 is no authtoken.")
			return options(e)
		}, doctor.Failed, "authtoken from somewhere", "ERR_NGROK_105", 1},
		{"not trusted: the authtoken is not sent", func(e *edgetest.Edge) (tunnel.Options, error) {
			o, err := options(e)
			o.ConnectCAs = ""
			return o, err
		}, doctor.Failed, "connect_cas", "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			edge := edgetest.New(t)
			p := well()
			p.change = func(w *doctor.Options) {
				w.NoTunnel = ""
				w.Ngrok = func(context.Context) (tunnel.Options, string, error) {
					o, err := tt.ngrok(edge)
					return o, "somewhere", err
				}
			}
			got := p.look(t)["ngrok"]
			if got.Status != tt.status || got.Code != tt.code || !strings.Contains(got.Message+"\n"+got.Hint, tt.says) {
				t.Errorf("got %+v, want %s %s that says %q", got, tt.status, tt.code, tt.says)
			}
			if n := len(edge.Auths()); n != tt.auths || len(edge.Binds()) != 0 {
				t.Errorf("the authtoken was sent %d times, want %d; and %v was bound", n, tt.auths, edge.Binds())
			}
		})
	}
}

func options(e *edgetest.Edge) (tunnel.Options, error) {
	return tunnel.Options{Authtoken: "hunter2", ConnectURL: e.Addr(), ConnectCAs: e.CAFile()}, nil
}

func TestNode(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: a script is no program there")
	}
	for version, tt := range map[string]struct {
		status doctor.Status
		says   string
	}{
		"v24.1.0": {doctor.OK, "v24.1.0, for applications"},
		"v18.2.0": {doctor.OK, "before Node 24"},
		"nothing": {doctor.Warning, " does not report its version"},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			p := well()
			p.env["PATH"] = "$ROOT/bin"
			p.change = func(w *doctor.Options) { program(t, w.Env, "#!/bin/sh\necho "+version+"\n") }
			if got := p.look(t)["node"]; got.Status != tt.status || !strings.Contains(got.Message, tt.says) {
				t.Errorf("got %+v, want %s that says %q", got, tt.status, tt.says)
			}
		})
	}
}

// program is a node that can be run.
func program(t *testing.T, env app.Env, text string) {
	t.Helper()
	path := filepath.Join(env.Folders.Home, "bin", "node")
	write(t, path, text)
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
}
