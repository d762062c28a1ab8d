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

// Deed is something that costs money or gives something away, done once for each of several things.
type Deed struct {
	Do   string // "buy"
	Done string // "bought"
	Look string // the command that shows, of a thing that is put behind it, whether it was done
}

// Ledger is what a command has bought or given away so far, as its rows, and what is under way. A second Ctrl-C, which does not wait
// for the command, has the rows shown and the rest named. Make one with [Factory.Ledger]; it is safe for concurrent use.
type Ledger struct {
	f    *Factory
	deed Deed

	mu     sync.Mutex
	rows   *term.List
	done   []string // what was carried out
	doing  string   // what is under way, "" for nothing
	closed bool
}

// Ledger opens a ledger with these rows. The caller must close it.
func (f *Factory) Ledger(rows *term.List, deed Deed) *Ledger {
	l := &Ledger{f: f, deed: deed, rows: rows}
	f.LastWord(l.lastWord)
	return l
}

// Do does the deed to what is named, and waits for its end also when ctx ends, by Ctrl-C.
func (l *Ledger) Do(ctx context.Context, name string, do func(context.Context) error) error {
	ctx, over := l.f.Begun(ctx, l.deed.Do+" "+name)
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

// Unfinished is the error of a command that was interrupted while something was under way, and that then failed: what is known of it
// is said, where an interruption alone says nothing. Other errors stay.
func Unfinished(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || errors.Is(err, context.Canceled) && fault.Insisted(err) == nil {
		return err
	}
	return errors.Join(ctx.Err(), fault.Insist(err, fault.Interrupted, fault.HintOf(err)))
}

// lastWord shows the rows that exist, and says what was done and what is unknown.
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
