package proxy

import (
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Environment is what COMMAND is given, so that it finds the proxy and trusts it.
type Environment struct {
	// Vars are "KEY=value"; appended to the parent's environment they win, as in [os/exec.Cmd].
	Vars []string
	// Warning is what a person should know beforehand, or "".
	Warning string
}

// Environment writes the certificate files and returns the variables for a proxy that listens on addr ("127.0.0.1:4010").
// The files lie beside the CA and are named for their content, so that no process takes another's away.
// A file that the parent's variables name keeps its say: what it trusts, ours trusts too.
func (ca *CA) Environment(addr string, parent []string) (Environment, error) {
	getenv := app.Env{Environ: parent, OS: runtime.GOOS}.Getenv
	t := trust{ca: ca, getenv: getenv, read: map[string][][]byte{}}
	url := "http://" + addr
	direct := noProxy(getenv("NO_PROXY"), getenv("no_proxy"))
	env := Environment{Vars: []string{ // curl and Ruby read the lower case only, for plain http
		"HTTP_PROXY=" + url, "HTTPS_PROXY=" + url, "NO_PROXY=" + direct,
		"http_proxy=" + url, "https_proxy=" + url, "no_proxy=" + direct,
		"NODE_USE_ENV_PROXY=1", // from Node 24 on, its own fetch and http read the variables above, if told so
	}}
	for _, bundle := range bundles() {
		path, err := t.bundle(bundle)
		if err != nil {
			return Environment{}, err
		}
		env.Vars = append(env.Vars, bundle.name+"="+path)
	}
	if t.alone {
		env.Warning = "this system's certificates were not found, so programs that read SSL_CERT_FILE, REQUESTS_CA_BUNDLE " +
			"or CURL_CA_BUNDLE reach only Twilio: set SSL_CERT_FILE to a certificate file"
	}
	return env, nil
}

// bundle is a variable that names a file of certificates.
type bundle struct {
	name string
	// from are the variables that the program reads in its place, the first that is set.
	from []string
	// adds: the program trusts the file besides what it trusts anyway. Otherwise the file replaces that.
	adds bool
}

func bundles() []bundle {
	return []bundle{
		{name: "NODE_EXTRA_CA_CERTS", from: []string{"NODE_EXTRA_CA_CERTS"}, adds: true},
		{name: "TWILIO_CA_BUNDLE", from: []string{"TWILIO_CA_BUNDLE", "SSL_CERT_FILE"}}, // twilio-node 6.2: the agent's `ca`, which replaces
		{name: "SSL_CERT_FILE", from: []string{"SSL_CERT_FILE"}},
		{name: "REQUESTS_CA_BUNDLE", from: []string{"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"}},
		{name: "CURL_CA_BUNDLE", from: []string{"CURL_CA_BUNDLE", "SSL_CERT_FILE"}},
	}
}

// TrustVariables are the variables that name a file of certificates, for whichever program.
func TrustVariables() []string {
	var names []string
	for _, b := range bundles() {
		names = append(names, b.name)
	}
	return names
}

// trust makes the files; each source is read once.
type trust struct {
	ca     *CA
	getenv func(string) string
	read   map[string][][]byte
	alone  bool // the system's set was wanted and is not known
}

func (t *trust) bundle(b bundle) (path string, err error) {
	known, err := t.known(b)
	if err != nil {
		return "", err
	}
	all := distinct(append([][]byte{t.ca.cert.Raw}, known...))
	sum := sha256.New()
	for _, der := range all {
		sum.Write(der)
	}
	path = filepath.Join(t.ca.dir, fmt.Sprintf("trust-%.8x.pem", sum.Sum(nil)))
	if _, err := os.Stat(path); err == nil {
		return path, nil // most are the same, and were made by a start before: to write them down anew takes longer than all the rest
	}
	content := []byte{}
	for _, der := range all {
		content = append(content, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	if err := userfile.Replace(path, content, 0o600); err != nil {
		return "", fmt.Errorf("write certificates for %s: %w", b.name, err)
	}
	return path, nil
}

// distinct is every certificate once, in the order in which they come first.
func distinct(certs [][]byte) (once [][]byte) {
	seen := map[string]bool{}
	for _, der := range certs {
		if !seen[string(der)] {
			seen[string(der)] = true
			once = append(once, der)
		}
	}
	return once
}

// known is what the program would have trusted without us.
func (t *trust) known(b bundle) ([][]byte, error) {
	for _, name := range b.from {
		path := t.getenv(name)
		if path == "" {
			continue
		}
		certs, err := t.certificates(path)
		if err == nil && len(certs) == 0 {
			err = errors.New("no certificate in it")
		}
		if err != nil {
			return nil, fault.With(fmt.Errorf("read the certificates that %s names: %s: %w", name, path, err), fault.Failed, "fix it, or: "+app.Unset(runtime.GOOS, name))
		}
		return certs, nil
	}
	if b.adds {
		return nil, nil
	}
	certs := t.system()
	t.alone = t.alone || len(certs) == 0
	return certs, nil
}

// system is the set of the system's certificates, or none where it is not known.
func (t *trust) system() [][]byte {
	for _, place := range t.ca.places {
		if certs, err := t.certificates(place); err == nil && len(certs) > 0 {
			return certs
		}
	}
	return t.store()
}

func (t *trust) store() [][]byte {
	certs, ok := t.read[""]
	if !ok {
		certs = systemStore()
		t.read[""] = certs
	}
	return certs
}

func (t *trust) certificates(path string) ([][]byte, error) {
	if certs, ok := t.read[path]; ok {
		return certs, nil
	}
	certs, err := readCertificates(path)
	t.read[path] = certs
	return certs, err
}

// noProxy is loopback, and what the parent reached directly; but never Twilio, nor a pattern that it falls under.
func noProxy(parents ...string) string {
	entries := []string{"localhost", "127.0.0.1", "::1"}
	seen := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}
	for _, parent := range parents {
		for entry := range strings.FieldsFuncSeq(parent, func(r rune) bool { return r == ',' || r == ' ' }) {
			if !seen[entry] && !coversTwilio(entry) {
				entries = append(entries, entry)
			}
			seen[entry] = true
		}
	}
	return strings.Join(entries, ",")
}

// coversTwilio reports whether a NO_PROXY entry ("api.twilio.com", ".com", "*", with or without a port) can mean Twilio.
func coversTwilio(entry string) bool {
	name := strings.TrimLeft(hostOf(entry), "*.")
	return name == "" || ours(name) || strings.HasSuffix("twilio.com", "."+name)
}
