package cmdutil

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// Change is an action that costs money or releases something, once for each of several things.
type Change struct {
	Do   string // "buy"
	Done string // "bought"
	Look string // the command that shows whether it was done; the thing is appended
}

// Ledger records what a command has bought or released, as its rows, and the action in progress. A second Ctrl-C, which
// does not wait for the command, shows the rows and names the rest. Make one with [Factory.Ledger]. It is safe for
// concurrent use.
type Ledger struct {
	f    *Factory
	deed Change

	mu     sync.Mutex
	rows   *term.List
	done   []string // finished actions
	doing  string   // the action in progress, or ""
	closed bool
}

// Ledger opens a ledger with these rows. The caller must close it.
func (f *Factory) Ledger(rows *term.List, deed Change) *Ledger {
	l := &Ledger{f: f, deed: deed, rows: rows}
	f.LastWord(l.lastWord)
	return l
}

// Do runs the action for the named thing and waits for it, even if ctx ends through Ctrl-C.
func (l *Ledger) Do(ctx context.Context, name string, do func(context.Context) error) error {
	ctx, over := l.f.Committed(ctx, l.deed.Do+" "+name)
	defer over()
	l.note(name)
	err := do(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.doing = ""
	if err == nil {
		l.done = append(l.done, name)
	}
	return err
}

func (l *Ledger) note(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.doing = name
}

// Add shows a row.
func (l *Ledger) Add(row any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errors.New("the output is closed")
	}
	return l.rows.Add(row)
}

// Close is [Finish] for the rows.
func (l *Ledger) Close(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return err
	}
	l.closed = true
	return Finish(l.rows, err)
}

// Unfinished returns the error of a command that was interrupted during an action that then failed. It includes the
// action's error. Other errors are returned unchanged.
func Unfinished(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || errors.Is(err, context.Canceled) && fault.Insisted(err) == nil {
		return err
	}
	return errors.Join(ctx.Err(), fault.Insist(err, fault.Interrupted, fault.HintOf(err)))
}

// lastWord shows the rows and says what was done and what is unknown.
func (l *Ledger) lastWord() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.doing == "" && len(l.done) == 0 {
		return nil
	}
	l.closed = true
	said := []string{fmt.Sprintf("%s so far: %s", l.deed.Done, listed(l.done))}
	hint := ""
	if l.doing != "" {
		said = append(said, fmt.Sprintf("whether %s was %s is unknown", l.doing, l.deed.Done))
		hint = fmt.Sprintf("check with `%s %s%s`", l.deed.Look, l.doing, l.f.AccountFlags())
	}
	return errors.Join(fault.Insist(errors.New(strings.Join(said, "; ")), fault.Interrupted, hint), l.rows.Close())
}

func listed(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}
