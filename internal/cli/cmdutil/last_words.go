package cmdutil

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/term"
)

// lastWords is what to report when a command is aborted. The zero value reports nothing. It is safe for concurrent use,
// because the command still runs at that time.
type lastWords struct {
	mu   sync.Mutex
	all  []func() error
	json bool // errors are shown as JSON
}

// LastWord registers what to report if the command is aborted: an error that says what it leaves half done, with the
// command that fixes it as a hint, or nil. It is called at any time, from another goroutine, and must not block on the
// command's own work.
func (f *Factory) LastWord(word func() error) {
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	f.last.all = append(f.last.all, word)
}

// LastWords returns everything to report now, or nil.
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

// ErrorsAsJSON reports whether errors are shown as JSON. Unlike [Factory.Output] it is safe for concurrent use.
func (f *Factory) ErrorsAsJSON() bool {
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	return f.last.json
}

// noteOutput records how errors are shown, once the flags are read.
func (f *Factory) noteOutput() {
	format := f.Output().Format
	f.last.mu.Lock()
	defer f.last.mu.Unlock()
	f.last.json = format == term.JSON || format == term.JSONL
}

// AccountFlags returns the flags, each after a blank, that select this command's account in a suggested command.
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
