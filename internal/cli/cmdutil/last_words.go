package cmdutil

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/term"
)

// lastWords are what has to be said when a command is given up in the middle. The zero value has nothing to say; it is safe
// for concurrent use, because they are said while the command still runs.
type lastWords struct {
	mu   sync.Mutex
	all  []func() error
	json bool // errors are shown as JSON
}

// LastWord remembers what has to be said if the command is given up at once: what it leaves half done, and, as a hint, the
// command that sets it right; nil while there is nothing. It is asked at any time, from another goroutine, and must not wait
// for what the command waits for.
func (f *Factory) LastWord(word func() error) {
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	f.last.all = append(f.last.all, word)
}

// LastWords is everything that has to be said now, nil for nothing.
func (f *Factory) LastWords() error {
	f.last.mu.Lock()
	all := slices.Clone(f.last.all)
	f.last.mu.Unlock()
	var said []error
	for _, word := range all {
		said = append(said, word())
	}
	return errors.Join(said...)
}

// ErrorsAsJSON reports whether errors are shown as JSON. Unlike [Factory.Output] it may be asked from any goroutine.
func (f *Factory) ErrorsAsJSON() bool {
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	return f.last.json
}

// noteOutput remembers how errors are shown, once the flags are read.
func (f *Factory) noteOutput() {
	format := f.Output().Format
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	f.last.json = format == term.JSON || format == term.JSONL
}

// AccountFlags are the flags, each behind a blank, that a command to type needs to mean the account that this one was typed for.
func (f *Factory) AccountFlags() string {
	var flags strings.Builder
	if f.Local {
		flags.WriteString(" --local")
	}
	for _, flag := range []struct{ name, value string }{
		{"profile", f.Profile},
		{"account-sid", f.AccountSid},
		{"region", f.Region},
		{"edge", f.Edge},
		{"api-url", f.APIURL},
	} {
		if f.typed[flag.name] && flag.value != "" {
			flags.WriteString(" --" + flag.name + " " + flag.value)
		}
	}
	return flags.String()
}
