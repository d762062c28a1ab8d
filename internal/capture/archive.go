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

// Archive reads the stored requests and calls. Make one with [Open], and close it. It is safe for concurrent use.
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

// Query selects what is listed. The zero value selects everything.
type Query struct {
	Call  string    // a CallSid
	Since time.Time // zero: from the beginning
	Local bool      // only the emulator's account
	Limit int       // only the newest ones; 0 for all
}

// Requests lists requests, oldest first.
func (a *Archive) Requests(ctx context.Context, q Query) ([]Head, error) {
	ask := store.LogQuery{Topic: q.Call, Since: q.Since, Newest: true, Limit: q.Limit}
	if q.Local {
		ask.Limit = 0 // the limit counts requests after filtering
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

// Request reads one request. An unknown ID is an error with exit code 2.
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

// Purge deletes these requests, with the WebSockets of their calls, and erases their data from the disk.
func (a *Archive) Purge(ctx context.Context, requests []Head) error {
	err := a.db.Update(ctx, func(tx *store.Tx) error {
		for _, h := range requests {
			seq, _ := parseID(h.ID)
			if err := logOf(tx).Remove(ctx, seq); err != nil {
				return err
			}
			if err := removeSockets(ctx, tx, h.CallSid); err != nil {
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

// Session returns the serve that stored a request, or the zero Session if it is unknown.
func (a *Archive) Session(ctx context.Context, id string) (Session, error) {
	s, err := sessionsOf(a.db).Get(ctx, "", id)
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, nil
	}
	return s, err
}

// Running finds the running serve that answers as the one with this id did: the same one, or the only one that runs. It
// returns an error with exit code 2 if several run, and with exit code 3 if none does.
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
