package config

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// ReadSecret reads a secret from the first line of a file, or of standard input for "-".
// What goes wrong has exit code 4, for without the secret there is no going on.
func ReadSecret(name string, stdin io.Reader) (string, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", fault.With(fmt.Errorf("read the secret: %w", err), fault.Credentials, "")
		}
		defer file.Close()
		in = file
	}
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fault.With(fmt.Errorf("read the secret from %s: %w", name, err), fault.Credentials, "")
	}
	secret := strings.TrimSpace(line)
	if secret == "" {
		return "", fault.With(fmt.Errorf("read the secret from %s: it is empty", name), fault.Credentials, "")
	}
	return secret, nil
}
