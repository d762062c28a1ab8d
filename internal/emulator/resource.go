package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
)

// A resource is a kind of thing that accounts have: a row a thing, by its SID, in the scope of its account, kept as it
// is shown.
type resource[T any] struct {
	db      *store.DB
	kind    string                                  // of its rows
	key     string                                  // of its lists
	filter  func(r *request) (func(*T) bool, error) // what is wanted of a list; nil for all
	belongs func(r *request, thing *T) bool         // whether the path leads to it, below something else; nil for always
	moving  bool                                    // changes with the time as it is shown
}

func (s resource[T]) in(on store.Handle) store.Collection[T] { return store.In[T](on, s.kind) }

// of is the thing that a path names.
func (s resource[T]) of(ctx context.Context, on store.Handle, r *request) (T, error) {
	thing, err := s.in(on).Get(ctx, r.account.Sid, r.arg("Sid"))
	if errors.Is(err, store.ErrNotFound) || err == nil && s.belongs != nil && !s.belongs(r, &thing) {
		return thing, missing(r.path)
	}
	return thing, err
}

// under does what lies below a thing, whose SID is the value of a wildcard: when there is none, nothing lies there.
func (s resource[T]) under(wildcard string, do handle) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		_, err := s.in(s.db).Get(ctx, r.account.Sid, r.arg(wildcard))
		if errors.Is(err, store.ErrNotFound) {
			return answer{}, missing(r.path)
		}
		if err != nil {
			return answer{}, err
		}
		return do(ctx, r)
	}
}

// all is what can be done at the path of a list, and one is what can be done at that of a thing; a nil handle is a
// method that is not there.
func (s resource[T]) all(create handle) map[string]handle {
	return map[string]handle{http.MethodGet: s.list, http.MethodPost: create}
}

func (s resource[T]) one(update, remove handle) map[string]handle {
	return map[string]handle{http.MethodGet: s.fetch, http.MethodPost: update, http.MethodDelete: remove}
}

// list lists the things of an account, newest first.
func (s resource[T]) list(ctx context.Context, r *request) (answer, error) {
	return s.listed(ctx, r, nil)
}

// listed lists the things as show turns them, each; nil leaves them as they are.
func (s resource[T]) listed(ctx context.Context, r *request, show func(context.Context, T) (any, error)) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	found, err := s.page(ctx, p, r)
	if err != nil {
		return answer{}, err
	}
	if show != nil {
		if err := found.turn(func(raw json.RawMessage) (any, error) {
			var thing T
			if err := json.Unmarshal(raw, &thing); err != nil {
				return nil, err
			}
			return show(ctx, thing)
		}); err != nil {
			return answer{}, err
		}
	}
	body, err := p.envelope(r.path, s.key, r.query, found)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: body, fresh: s.moving}, nil
}

// as is the resource in another shape, for reading: what lies below one thing often looks different there.
func (s resource[T]) as(show func(context.Context, T) (any, error)) (list, fetch handle) {
	list = func(ctx context.Context, r *request) (answer, error) { return s.listed(ctx, r, show) }
	fetch = func(ctx context.Context, r *request) (answer, error) {
		thing, err := s.of(ctx, s.db, r)
		if err != nil {
			return answer{}, err
		}
		body, err := show(ctx, thing)
		if err != nil {
			return answer{}, err
		}
		return answer{status: http.StatusOK, body: body, fresh: s.moving}, nil
	}
	return list, fetch
}

// page is a page of what is wanted.
func (s resource[T]) page(ctx context.Context, p page, r *request) (part, error) {
	keep, err := s.wanted(r)
	if err != nil {
		return part{}, err
	}
	return p.rows(ctx, store.In[json.RawMessage](s.db, s.kind), r.account.Sid, keep)
}

// wanted says which rows belong into a list; nil is all of them.
func (s resource[T]) wanted(r *request) (func(json.RawMessage) bool, error) {
	var fits func(*T) bool
	if s.filter != nil {
		var err error
		if fits, err = s.filter(r); err != nil {
			return nil, err
		}
	}
	if fits == nil && s.belongs == nil {
		return nil, nil
	}
	return func(raw json.RawMessage) bool {
		var thing T
		return json.Unmarshal(raw, &thing) == nil &&
			(fits == nil || fits(&thing)) && (s.belongs == nil || s.belongs(r, &thing))
	}, nil
}

func (s resource[T]) fetch(ctx context.Context, r *request) (answer, error) {
	thing, err := s.of(ctx, s.db, r)
	if err != nil {
		return answer{}, err
	}
	return ok(thing)
}

// update changes a thing in one transaction; what change returns an error for stays as it was.
func (s resource[T]) update(change func(ctx context.Context, tx *store.Tx, r *request, thing *T) error) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		var thing T
		err := s.db.Update(ctx, func(tx *store.Tx) error {
			var err error
			if thing, err = s.of(ctx, tx, r); err != nil {
				return err
			}
			if err := change(ctx, tx, r, &thing); err != nil {
				return err
			}
			return s.in(tx).Put(ctx, r.account.Sid, r.arg("Sid"), thing)
		})
		if err != nil {
			return answer{}, err
		}
		return ok(thing)
	}
}

// remove deletes a thing, unless may refuses; nil never does.
func (s resource[T]) remove(may func(ctx context.Context, tx *store.Tx, thing *T) error) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		err := s.db.Update(ctx, func(tx *store.Tx) error {
			thing, err := s.of(ctx, tx, r)
			if err != nil {
				return err
			}
			if may != nil {
				if err := may(ctx, tx, &thing); err != nil {
					return err
				}
			}
			return s.in(tx).Delete(ctx, r.account.Sid, r.arg("Sid"))
		})
		if err != nil {
			return answer{}, err
		}
		return deleted()
	}
}
