package proxy_test

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestEnvironmentLeadsToTheProxy(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	env, err := ca.Environment("127.0.0.1:4010", []string{"NO_PROXY=db.internal, api.twilio.com,.local"})
	if err != nil {
		t.Fatal(err)
	}
	const direct = "localhost,127.0.0.1,::1,db.internal,.local"
	want := map[string]string{
		"HTTP_PROXY": "http://127.0.0.1:4010", "HTTPS_PROXY": "http://127.0.0.1:4010", "NO_PROXY": direct,
		"http_proxy": "http://127.0.0.1:4010", "https_proxy": "http://127.0.0.1:4010", "no_proxy": direct,
		"NODE_USE_ENV_PROXY": "1",
	}
	got := map[string]string{}
	for _, v := range env.Vars {
		name, value, _ := strings.Cut(v, "=")
		if _, file := slices.BinarySearch(files(), name); !file {
			got[name] = value
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func files() []string {
	return []string{"CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "TWILIO_CA_BUNDLE"}
}

func TestNoPatternKeepsTwilioAwayFromTheProxy(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	for _, entry := range []string{
		"*", "twilio.com", ".twilio.com", "*.twilio.com", "API.Twilio.Com:443", "com", ".com", "*.com", "api.dublin.ie1.twilio.com",
	} {
		env, err := ca.Environment("127.0.0.1:4010", []string{"no_proxy=first.example," + entry + ",last.example"})
		if err != nil {
			t.Fatal(err)
		}
		got := app.Env{Environ: env.Vars}.Getenv("NO_PROXY")
		if want := "localhost,127.0.0.1,::1,first.example,last.example"; got != want {
			t.Errorf("%s: got %s, want %s", entry, got, want)
		}
	}
}

// certFile returns a file with certificates, each of a separate CA, and a key that must not be copied.
func certFile(t *testing.T, certs ...*x509.Certificate) string {
	t.Helper()
	content := []byte("# a comment\n")
	for _, cert := range certs {
		content = append(content, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})...)
	}
	content = append(content, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret")})...)
	path := filepath.Join(t.TempDir(), "certs.pem")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBundlesHoldPreviousRootsAndTheCA(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	names := map[string]*x509.Certificate{"ours": ca.Certificate()}
	paths := map[string]string{}
	for _, name := range []string{"system", "node", "twilio", "ssl", "requests", "curl"} {
		names[name] = openCA(t, t.TempDir()).Certificate()
		paths[name] = certFile(t, names[name])
	}
	ca.SetPlaces("/nowhere/certs.pem", paths["system"])
	tests := []struct {
		name   string
		parent []string
		want   map[string]string
	}{
		{"a parent without any", nil, map[string]string{
			"NODE_EXTRA_CA_CERTS": "ours", "TWILIO_CA_BUNDLE": "ours system", "SSL_CERT_FILE": "ours system",
			"REQUESTS_CA_BUNDLE": "ours system", "CURL_CA_BUNDLE": "ours system",
		}},
		{"a parent with all", []string{
			"NODE_EXTRA_CA_CERTS=" + paths["node"], "TWILIO_CA_BUNDLE=" + paths["twilio"], "SSL_CERT_FILE=" + paths["ssl"],
			"REQUESTS_CA_BUNDLE=" + paths["requests"], "CURL_CA_BUNDLE=" + paths["curl"],
		}, map[string]string{
			"NODE_EXTRA_CA_CERTS": "ours node", "TWILIO_CA_BUNDLE": "ours twilio", "SSL_CERT_FILE": "ours ssl",
			"REQUESTS_CA_BUNDLE": "ours requests", "CURL_CA_BUNDLE": "ours curl",
		}},
		{"a parent with SSL_CERT_FILE", []string{"SSL_CERT_FILE=" + paths["ssl"]}, map[string]string{
			"NODE_EXTRA_CA_CERTS": "ours", "TWILIO_CA_BUNDLE": "ours ssl", "SSL_CERT_FILE": "ours ssl",
			"REQUESTS_CA_BUNDLE": "ours ssl", "CURL_CA_BUNDLE": "ours ssl",
		}},
		{"requests reads curl's", []string{"CURL_CA_BUNDLE=" + paths["curl"]}, map[string]string{
			"NODE_EXTRA_CA_CERTS": "ours", "TWILIO_CA_BUNDLE": "ours system", "SSL_CERT_FILE": "ours system",
			"REQUESTS_CA_BUNDLE": "ours curl", "CURL_CA_BUNDLE": "ours curl",
		}},
		{"a folder, for requests", []string{"REQUESTS_CA_BUNDLE=" + filepath.Dir(paths["requests"])}, map[string]string{
			"NODE_EXTRA_CA_CERTS": "ours", "TWILIO_CA_BUNDLE": "ours system", "SSL_CERT_FILE": "ours system",
			"REQUESTS_CA_BUNDLE": "ours requests", "CURL_CA_BUNDLE": "ours system",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env, err := ca.Environment("127.0.0.1:4010", tt.parent)
			if err != nil || env.Warning != "" {
				t.Fatalf("%v, warning %q", err, env.Warning)
			}
			got := map[string]string{}
			for _, name := range files() {
				got[name] = contents(t, app.Env{Environ: env.Vars}.Getenv(name), names)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// contents names the certificates in a file.
func contents(t *testing.T, path string, names map[string]*x509.Certificate) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			t.Errorf("%s holds a %s", path, block.Type)
		}
		for name, cert := range names {
			if string(cert.Raw) == string(block.Bytes) {
				found = append(found, name)
			}
		}
	}
	return strings.Join(found, " ")
}

func TestSystemWithoutCertificatesIsAWarning(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps certificates in a store, which has some")
	}
	ca := openCA(t, t.TempDir())
	ca.SetPlaces(filepath.Join(t.TempDir(), "none"))
	env, err := ca.Environment("127.0.0.1:4010", nil)
	if err != nil || !strings.Contains(env.Warning, "set SSL_CERT_FILE") {
		t.Errorf("got %v, warning %q", err, env.Warning)
	}
}

func TestMissingCertificateFileIsReported(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	for name, path := range map[string]string{"it is missing": filepath.Join(t.TempDir(), "none"), "it holds nothing": certFile(t)} {
		_, err := ca.Environment("127.0.0.1:4010", []string{"NODE_EXTRA_CA_CERTS=" + path})
		if err == nil || !strings.Contains(err.Error(), path) || fault.HintOf(err) != "fix it, or: "+app.Unset(runtime.GOOS, "NODE_EXTRA_CA_CERTS") {
			t.Errorf("%s: %v, hint %q", name, err, fault.HintOf(err))
		}
	}
}
