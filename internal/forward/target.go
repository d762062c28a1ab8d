package forward

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Target parses where the application is: a port of this machine, or a URL.
func Target(typed string) (*url.URL, error) {
	u, err := parse(typed)
	if err != nil {
		return nil, err
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// Webhook splits the path off a target that names the webhook itself. With http://localhost:3000/voice, requests must go
// to /voice and not to /voice/voice. The path is "" if the target has none.
func Webhook(typed string) (target *url.URL, path string, err error) {
	u, err := parse(typed)
	if err != nil {
		return nil, "", err
	}
	if path = u.EscapedPath(); path == "/" {
		path = ""
	}
	u.Path, u.RawPath = "", ""
	return u, path, nil
}

func parse(typed string) (*url.URL, error) {
	full := typed
	if port := strings.TrimPrefix(typed, ":"); strings.Trim(port, "0123456789") == "" {
		if !isPort(port) {
			return nil, targetError(typed, "it is not a port")
		}
		full = "http://localhost:" + port // not 127.0.0.1: many development servers listen on ::1 only
	} else if !strings.Contains(typed, "://") {
		full = "http://" + typed
	}
	u, err := url.Parse(full)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.Port() != "" && !isPort(u.Port()):
		return nil, targetError(typed, "it is not a port or a URL")
	case u.User != nil:
		return nil, targetError(u.Redacted(), "its user and password would not be passed on")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, targetError(typed, "it has more than a host and a path")
	}
	if bare := !strings.Contains(typed, "://"); bare && u.Port() == "" && u.Hostname() != "localhost" && !strings.Contains(u.Hostname(), ".") {
		return nil, targetError(typed, "it is not a port or a URL")
	}
	return u, nil
}

func isPort(s string) bool {
	port, err := strconv.ParseUint(s, 10, 16)
	return err == nil && port > 0
}

func targetError(typed, why string) error {
	return fault.With(fmt.Errorf("--forward %q: %w", typed, errors.New(why)), fault.Usage, "--forward 3000, or --forward http://localhost:3000")
}

// address returns the address to connect to, to see whether an application runs.
func address(target *url.URL) string {
	port := target.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[target.Scheme]
	}
	return net.JoinHostPort(target.Hostname(), port)
}
