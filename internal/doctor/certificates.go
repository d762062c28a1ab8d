package doctor

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/proxy"
)

// certificates checks the files that replace or extend the trusted certificates. twvoice reads some of them, emulate
// reads all, and programs that it starts inherit them.
func certificates(_ context.Context, e *examination) Finding {
	names := append(slices.Clone(proxy.TrustVariables()), "SSL_CERT_DIR")
	slices.Sort(names)
	var good []string
	for _, name := range names {
		value := e.Env.Getenv(name)
		if value == "" {
			continue
		}
		count, err := trusted(name, value)
		if err != nil && e.namesEmulateFile(name) {
			return failed(e.Env.Unset(proxy.TrustVariables()...), "%s was left behind by a twvoice emulate: %v", name, err)
		}
		if err != nil {
			return failed("name a file of certificates in PEM form, or: "+e.Env.Unset(name), "%s: %v", name, err)
		}
		good = append(good, fmt.Sprintf("%s (%d)", name, count))
	}
	if len(good) == 0 {
		return ok("those of the system")
	}
	return ok("%s", strings.Join(good, ", "))
}

// trusted counts the certificates in the file that a variable names.
func trusted(name, value string) (int, error) {
	if name != "SSL_CERT_DIR" {
		return inFile(value)
	}
	total := 0
	for _, dir := range filepath.SplitList(value) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return 0, err
		}
		for _, entry := range entries {
			if n, err := inFile(filepath.Join(dir, entry.Name())); err == nil {
				total += n
			}
		}
	}
	if total == 0 {
		return 0, fmt.Errorf("no certificate in %s", value)
	}
	return total, nil
}

func inFile(path string) (int, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%s is not a file", path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	count := 0
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return 0, fmt.Errorf("%s: it contains an invalid certificate: %w", path, err)
		}
		count++
	}
	if count == 0 {
		return 0, errors.New("no certificate in " + path)
	}
	return count, nil
}
