package cmdutil

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// bareAddress matches a port of this machine, with an optional path: 3000, :3000, 3000/voice.
var bareAddress = lazy.Regexp(`^:?([0-9]{1,5})(/[^\s]*)?$`)

// onThisMachine returns the URL for a bare port, or "". The default path is the one that serve uses.
func (t *Targets) onThisMachine(typed string) string {
	parts := bareAddress().FindStringSubmatch(typed)
	if parts == nil {
		return ""
	}
	path := parts[2]
	if path == "" {
		path = "/voice"
	}
	return "http://localhost:" + parts[1] + path
}

// notFile adds to an error about a number that no such file exists either. It does so for a word that cannot be a number
// and was probably meant as a file.
func (t *Targets) notFile(typed string, err error) error {
	if _, phone := e164.ParseInternational(typed); phone || webhook.ValidSID("PN", typed) || !strings.ContainsFunc(typed, letter) {
		return err
	}
	hint := fault.Suggest(typed, t.files(), t.Write, "")
	switch {
	case errors.Is(err, account.ErrNoNumber):
		if hint == "" {
			hint = fault.HintOf(err)
		}
		return fault.With(fmt.Errorf("no such file or folder %q, and %w", typed, plain{err}), fault.ExitOf(err), hint)
	case fault.ExitOf(err) == fault.Credentials:
		if hint == "" {
			hint = "looking up a number by name needs credentials: twvoice login"
		}
		return fault.With(fmt.Errorf("no such file or folder %q", typed), fault.Failed, hint)
	}
	return err
}

// plain is an error without its hint.
type plain struct{ error }

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// files returns the files in the working directory.
func (t *Targets) files() []string {
	entries, err := os.ReadDir(t.Factory.Env.Path("."))
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
