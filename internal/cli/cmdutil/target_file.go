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

// bareAddress is a port of this machine, perhaps with a path: 3000, :3000, 3000/voice.
var bareAddress = lazy.Regexp(`^:?([0-9]{1,5})(/[^\s]*)?$`)

// onThisMachine is the URL that a bare port means, "" for anything else. Without a path it is where serve points a number.
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

// notFile adds to an error of the search for a number that there is no file of that name either, where a word was typed that is
// no number: it was most likely meant as a file.
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

// plain is an error without the hint that it has.
type plain struct{ error }

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// files are what lies in the working folder.
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
