package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/store"
)

// A Resource is a kind of thing that accounts have: a row a thing, by its SID, in the scope of its account, kept as it
// is shown.
type Resource[T any] struct {
	DB       *store.DB
	Kind     string                                  // of its rows
	Key      string                                  // of its lists
	Filter   func(r *Request) (func(*T) bool, error) // what is wanted of a list; nil for all
	Under    func(r *Request, thing *T) bool         // whether the path leads to it, below something else; nil for always
	Volatile bool                                    // changes with the time as it is shown
}

func (s Resource[T]) in(on store.Handle) store.Collection[T] { return store.In[T](on, s.Kind) }

// Of is the thing that a path names.
func (s Resource[T]) Of(ctx context.Context, on store.Handle, r *Request) (T, error) {
	thing, err := s.in(on).Get(ctx, r.Account.Sid, r.Arg("Sid"))
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Under != nil && !s.Under(r, &thing) {
		return thing, apierror.NotFound(r.Path)
	}
	return thing, err
}

// Below does what lies below a thing, whose SID is the value of a wildcard: when there is none, nothing lies there.
func (s Resource[T]) Below(wildcard string, do Handler) Handler {
	return func(ctx context.Context, r *Request) (Response, error) {
		_, err := s.in(s.DB).Get(ctx, r.Account.Sid, r.Arg(wildcard))
		if errors.Is(err, store.ErrNotFound) {
			return Response{}, apierror.NotFound(r.Path)
		}
		if err != nil {
			return Response{}, err
		}
		return do(ctx, r)
	}
}

// All is what can be done at the path of a list, and one is what can be done at that of a thing; a nil handle is a
// method that is not there.
func (s Resource[T]) All(create Handler) map[string]Handler {
	return map[string]Handler{http.MethodGet: s.List, http.MethodPost: create}
}

func (s Resource[T]) One(update, remove Handler) map[string]Handler {
	return map[string]Handler{http.MethodGet: s.Fetch, http.MethodPost: update, http.MethodDelete: remove}
}

// List lists the things of an account, newest first.
func (s Resource[T]) List(ctx context.Context, r *Request) (Response, error) {
	return s.listed(ctx, r, nil)
}

// listed lists the things as show turns them, each; nil leaves them as they are.
func (s Resource[T]) listed(ctx context.Context, r *Request, show func(context.Context, T) (any, error)) (Response, error) {
	p, err := ReadPage(r.Query)
	if err != nil {
		return Response{}, err
	}
	found, err := s.Page(ctx, p, r)
	if err != nil {
		return Response{}, err
	}
	if show != nil {
		if err := found.Map(func(raw json.RawMessage) (any, error) {
			var thing T
			if err := json.Unmarshal(raw, &thing); err != nil {
				return nil, err
			}
			return show(ctx, thing)
		}); err != nil {
			return Response{}, err
		}
	}
	body, err := p.Envelope(r.Path, s.Key, r.Query, found)
	if err != nil {
		return Response{}, err
	}
	return Response{Status: http.StatusOK, Body: body, Volatile: s.Volatile}, nil
}

// As is the resource in another shape, for reading: what lies below one thing often looks different there.
func (s Resource[T]) As(show func(context.Context, T) (any, error)) (list, fetch Handler) {
	list = func(ctx context.Context, r *Request) (Response, error) { return s.listed(ctx, r, show) }
	fetch = func(ctx context.Context, r *Request) (Response, error) {
		thing, err := s.Of(ctx, s.DB, r)
		if err != nil {
			return Response{}, err
		}
		body, err := show(ctx, thing)
		if err != nil {
			return Response{}, err
		}
		return Response{Status: http.StatusOK, Body: body, Volatile: s.Volatile}, nil
	}
	return list, fetch
}

// Page is a page of what is wanted.
func (s Resource[T]) Page(ctx context.Context, p Page, r *Request) (Slice, error) {
	keep, err := s.wanted(r)
	if err != nil {
		return Slice{}, err
	}
	return p.Rows(ctx, store.In[json.RawMessage](s.DB, s.Kind), r.Account.Sid, keep)
}

// wanted says which rows belong into a list; nil is all of them.
func (s Resource[T]) wanted(r *Request) (func(json.RawMessage) bool, error) {
	var fits func(*T) bool
	if s.Filter != nil {
		var err error
		if fits, err = s.Filter(r); err != nil {
			return nil, err
		}
	}
	if fits == nil && s.Under == nil {
		return nil, nil
	}
	return func(raw json.RawMessage) bool {
		var thing T
		return json.Unmarshal(raw, &thing) == nil &&
			(fits == nil || fits(&thing)) && (s.Under == nil || s.Under(r, &thing))
	}, nil
}

func (s Resource[T]) Fetch(ctx context.Context, r *Request) (Response, error) {
	thing, err := s.Of(ctx, s.DB, r)
	if err != nil {
		return Response{}, err
	}
	return OK(thing)
}

// Update changes a thing in one transaction; what change returns an error for stays as it was.
func (s Resource[T]) Update(change func(ctx context.Context, tx *store.Tx, r *Request, thing *T) error) Handler {
	return func(ctx context.Context, r *Request) (Response, error) {
		var thing T
		err := s.DB.Update(ctx, func(tx *store.Tx) error {
			var err error
			if thing, err = s.Of(ctx, tx, r); err != nil {
				return err
			}
			if err := change(ctx, tx, r, &thing); err != nil {
				return err
			}
			return s.in(tx).Put(ctx, r.Account.Sid, r.Arg("Sid"), thing)
		})
		if err != nil {
			return Response{}, err
		}
		return OK(thing)
	}
}

// Remove deletes a thing, unless may refuses; nil never does.
func (s Resource[T]) Remove(may func(ctx context.Context, tx *store.Tx, thing *T) error) Handler {
	return func(ctx context.Context, r *Request) (Response, error) {
		err := s.DB.Update(ctx, func(tx *store.Tx) error {
			thing, err := s.Of(ctx, tx, r)
			if err != nil {
				return err
			}
			if may != nil {
				if err := may(ctx, tx, &thing); err != nil {
					return err
				}
			}
			return s.in(tx).Delete(ctx, r.Account.Sid, r.Arg("Sid"))
		})
		if err != nil {
			return Response{}, err
		}
		return NoContent()
	}
}
