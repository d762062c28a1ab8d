package capture

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// Archive reads what was kept. Make one with [Open], and close it; it is safe for concurrent use.
type Archive struct{ db *store.DB }

// Open opens the database in dir.
func Open(ctx context.Context, dir string) (*Archive, error) {
	db, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &Archive{db}, nil
}

// Close closes the database.
func (a *Archive) Close() error { return a.db.Close() }

// Query narrows what is listed. The zero value asks for everything.
type Query struct {
	Call  string    // a CallSid
	Since time.Time // the zero time for the beginning
	Local bool      // of the emulator's account only
	Limit int       // the latest ones; 0 for all
}

// Requests lists requests in the order in which they came.
func (a *Archive) Requests(ctx context.Context, q Query) ([]Head, error) {
	ask := store.LogQuery{Topic: q.Call, Since: q.Since, Newest: true, Limit: q.Limit}
	if q.Local {
		ask.Limit = 0 // the limit counts those that are shown
	}
	rows, err := logOf(a.db).List(ctx, ask)
	if err != nil {
		return nil, err
	}
	var all []Head
	for _, row := range rows {
		if q.Local && !row.Head.Local {
			continue
		}
		row.Head.ID = ID(row.Seq)
		if all = append(all, row.Head); len(all) == q.Limit {
			break
		}
	}
	slices.Reverse(all)
	return all, nil
}

// Request reads one request whole. An ID that is no request's is an error of exit code 2.
func (a *Archive) Request(ctx context.Context, id string) (Request, error) {
	seq, ok := parseID(id)
	if !ok {
		return Request{}, fault.With(fmt.Errorf("%q is not a request ID: IDs are r1, r2, …", id), fault.Usage, "twvoice requests list")
	}
	row, rest, err := logOf(a.db).Get(ctx, seq)
	if errors.Is(err, store.ErrNotFound) {
		return Request{}, fault.With(fmt.Errorf("no request %s is stored: it never was, or it was deleted", ID(seq)), fault.Usage, "twvoice requests list")
	}
	row.Head.ID = ID(seq)
	return Request{Head: row.Head, Rest: rest}, err
}

// Purge forgets these requests, and leaves nothing of them on the disk.
func (a *Archive) Purge(ctx context.Context, requests []Head) error {
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		for _, h := range requests {
			seq, _ := parseID(h.ID)
			if err := logOf(tx).Remove(ctx, seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.db.Compact(ctx)
}

// Session is the serve that kept a request, the zero Session where nobody remembers it.
func (a *Archive) Session(ctx context.Context, id string) (Session, error) {
	s, err := sessionsOf(a.db).Get(ctx, "", id)
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, nil
	}
	return s, err
}

// Running finds the serve that runs and answers as the one with this id did: itself, or else the only one that runs. Several
// are an error of exit code 2, none is one of exit code 3.
func (a *Archive) Running(ctx context.Context, id string, via http.RoundTripper) (Session, error) {
	rows, err := sessionsOf(a.db).List(ctx, store.Query{Newest: true})
	if err != nil {
		return Session{}, err
	}
	var own Session
	for _, row := range rows {
		if row.Key == id {
			own = row.Value
		}
	}
	var running, alike []Session
	for _, row := range rows {
		s := row.Value
		if !s.runs(ctx, via) {
			continue
		}
		if s.ID == id {
			return s, nil
		}
		running = append(running, s)
		if s.TwiML == own.TwiML && s.App == own.App {
			alike = append(alike, s)
		}
	}
	switch {
	case len(alike) == 1:
		return alike[0], nil
	case len(running) == 1:
		return running[0], nil
	case len(running) == 0:
		return Session{}, fault.With(errors.New("no serve is running"), fault.Failed, "start one, or name another URL: --to http://localhost:3000")
	}
	var urls []string
	for _, s := range running {
		urls = append(urls, s.LocalURL)
	}
	return Session{}, fault.With(errors.New("more than one serve is running"), fault.Usage, "choose one: --to "+strings.Join(urls, " or --to "))
}
