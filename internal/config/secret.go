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
	} else {
		name = "standard input"
	}
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fault.With(fmt.Errorf("read the secret from %s: %w", name, err), fault.Credentials, "")
	}
	secret := strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")) // Windows' editors begin with a mark and end with \r\n
	switch {
	case secret == "":
		err = fmt.Errorf("read the secret from %s: its first line is empty", name)
	case strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }):
		err = fmt.Errorf("read the secret from %s: it has characters that no secret has; is it saved as UTF-8, and nothing else in its first line?", name)
	default:
		return secret, nil
	}
	return "", fault.With(err, fault.Credentials, "")
}
