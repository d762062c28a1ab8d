package config

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// maxSecretFile limits the file of a secret, in bytes. Only its first line is read.
const maxSecretFile = 64 << 10

// ReadSecret reads a secret from the first line of a file, or of standard input for "-". It ends with ctx, even if the
// file is a pipe. Errors have exit code 4, because the command cannot continue without the secret.
func ReadSecret(ctx context.Context, name string, stdin io.Reader) (string, error) {
	return new(Credentials).read(ctx, name, stdin)
}

// read is [ReadSecret] with cleanup: c notes removed quotes. Removed blanks and line ends are not noted.
func (c *Credentials) read(ctx context.Context, name string, stdin io.Reader) (string, error) {
	line, err := firstLine(ctx, name, stdin)
	if name == "-" {
		name = "standard input"
	}
	if err != nil {
		return "", fault.With(fmt.Errorf("read the secret from %s: %w", name, err), fault.Credentials, "")
	}
	secret, what := Tidy(line)
	switch {
	case secret == "":
		err = fmt.Errorf("read the secret from %s: its first line is empty", name)
	case strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }):
		err = fmt.Errorf("read the secret from %s: it has characters that no secret has; save it as UTF-8, alone on the first line", name)
	default:
		if what == quotes {
			c.Trimmed = append(c.Trimmed, "the secret in "+name+" is read without "+what)
		}
		return secret, nil
	}
	return "", fault.With(err, fault.Credentials, "")
}

// firstLine returns the first line of a file, or of standard input, which a terminal does not end.
func firstLine(ctx context.Context, name string, stdin io.Reader) (string, error) {
	if name == "-" {
		line, err := bufio.NewReader(io.LimitReader(stdin, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		text, err := userfile.Text([]byte(line))
		return string(text), err
	}
	data, err := userfile.Read(ctx, name, maxSecretFile)
	err = userfile.Reason(err)
	if err == nil {
		data, err = userfile.Text(data)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return line, err
}
