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

// Environment is the environment for COMMAND: it sets the proxy and the trusted certificates.
type Environment struct {
	// Vars are "KEY=value". Appended to the parent's environment they take precedence, as in [os/exec.Cmd].
	Vars []string
	// Warning is a message for the user, or "".
	Warning string
}

// Environment writes the certificate files and returns the variables for a proxy that listens on addr
// ("127.0.0.1:4010"). The files are in the CA's folder and named for their content, so that processes do not overwrite
// each other's. Certificates in a file that the parent's variables name stay trusted.
func (ca *CA) Environment(addr string, parent []string) (Environment, error) {
	getenv := app.Env{Environ: parent, OS: runtime.GOOS}.Getenv
	t := trust{ca: ca, getenv: getenv, read: map[string][][]byte{}}
	url := "http://" + addr
	direct := noProxy(getenv("NO_PROXY"), getenv("no_proxy"))
	env := Environment{Vars: []string{ // curl and Ruby read only the lower case, for plain http
		"HTTP_PROXY=" + url, "HTTPS_PROXY=" + url, "NO_PROXY=" + direct,
		"http_proxy=" + url, "https_proxy=" + url, "no_proxy=" + direct,
		"NODE_USE_ENV_PROXY=1", // makes Node's own fetch and http read the variables above, from Node 24 on
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
	// from lists the variables that the program reads instead; the first that is set counts.
	from []string
	// adds: the program trusts the file in addition to its own certificates. Otherwise the file replaces them.
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

// TrustVariables returns all variables that name a file of certificates for some program.
func TrustVariables() []string {
	var names []string
	for _, b := range bundles() {
		names = append(names, b.name)
	}
	return names
}

// trust creates the files and reads each source once.
type trust struct {
	ca     *CA
	getenv func(string) string
	read   map[string][][]byte
	alone  bool // the system's certificates are needed but unknown
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
		return path, nil // usually an earlier run wrote the same file; writing it again would take longer than all the rest
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

// distinct removes duplicate certificates and keeps the order.
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

// known returns the certificates that the program would trust without twvoice.
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

// system returns the system's certificates, or none if they are unknown.
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

// noProxy returns loopback and the parent's NO_PROXY, without patterns that match Twilio.
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

// coversTwilio reports whether a NO_PROXY entry ("api.twilio.com", ".com", "*", with or without a port) can match
// Twilio.
func coversTwilio(entry string) bool {
	name := strings.TrimLeft(hostOf(entry), "*.")
	return name == "" || isTwilio(name) || strings.HasSuffix("twilio.com", "."+name)
}
