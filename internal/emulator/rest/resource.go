package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/store"
)

// Resource is a kind of thing that accounts own. Each thing is one row, in the form in which it is
// shown, under its SID and in the scope of its account.
type Resource[T any] struct {
	DB       *store.DB
	Kind     string                                  // of the rows
	Key      string                                  // key of the lists
	Filter   func(r *Request) (func(*T) bool, error) // returns the condition for a list, nil for all
	Under    func(r *Request, thing *T) bool         // reports whether a path below another thing leads here; nil for always
	Volatile bool                                    // the shown form changes with time
}

func (s Resource[T]) in(on store.Handle) store.Collection[T] { return store.In[T](on, s.Kind) }

// Find returns the thing that a path names.
func (s Resource[T]) Find(ctx context.Context, on store.Handle, r *Request) (T, error) {
	thing, err := s.in(on).Get(ctx, r.Account.Sid, r.Arg("Sid"))
	if errors.Is(err, store.ErrNotFound) || err == nil && s.Under != nil && !s.Under(r, &thing) {
		return thing, apierror.NotFound(r.Path)
	}
	return thing, err
}

// Nested returns a handler that calls do only if the thing of the wildcard exists, and answers 404
// otherwise.
func (s Resource[T]) Nested(wildcard string, do Handler) Handler {
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

// ListHandlers returns the handlers for the path of the list. A nil handler means that the method is not
// supported.
func (s Resource[T]) ListHandlers(create Handler) map[string]Handler {
	return map[string]Handler{http.MethodGet: s.List, http.MethodPost: create}
}

// ItemHandlers returns the handlers for the path of a thing. A nil handler means that the method is not
// supported.
func (s Resource[T]) ItemHandlers(update, remove Handler) map[string]Handler {
	return map[string]Handler{http.MethodGet: s.Fetch, http.MethodPost: update, http.MethodDelete: remove}
}

// List lists the things of an account, newest first.
func (s Resource[T]) List(ctx context.Context, r *Request) (Response, error) {
	return s.listed(ctx, r, nil)
}

// listed lists the things, each converted by show; a nil show leaves them unchanged.
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

// View returns read-only handlers that show the resource in a different form, as subresources often
// are.
func (s Resource[T]) View(show func(context.Context, T) (any, error)) (list, fetch Handler) {
	list = func(ctx context.Context, r *Request) (Response, error) { return s.listed(ctx, r, show) }
	fetch = func(ctx context.Context, r *Request) (Response, error) {
		thing, err := s.Find(ctx, s.DB, r)
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

// Page reads the page of the things that the filter selects.
func (s Resource[T]) Page(ctx context.Context, p Page, r *Request) (Slice, error) {
	keep, err := s.rowFilter(r)
	if err != nil {
		return Slice{}, err
	}
	return p.Rows(ctx, store.In[json.RawMessage](s.DB, s.Kind), r.Account.Sid, keep)
}

// rowFilter returns the condition for rows of a list, nil for all of them.
func (s Resource[T]) rowFilter(r *Request) (func(json.RawMessage) bool, error) {
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

// Fetch answers with the thing that the path names.
func (s Resource[T]) Fetch(ctx context.Context, r *Request) (Response, error) {
	thing, err := s.Find(ctx, s.DB, r)
	if err != nil {
		return Response{}, err
	}
	return OK(thing)
}

// Update returns a handler that changes a thing in one transaction. If change returns an error, the
// thing stays unchanged.
func (s Resource[T]) Update(change func(ctx context.Context, tx *store.Tx, r *Request, thing *T) error) Handler {
	return func(ctx context.Context, r *Request) (Response, error) {
		var thing T
		err := s.DB.Update(ctx, func(tx *store.Tx) error {
			var err error
			if thing, err = s.Find(ctx, tx, r); err != nil {
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

// Remove returns a handler that deletes a thing. If may returns an error, the thing is not deleted;
// a nil may always allows it.
func (s Resource[T]) Remove(may func(ctx context.Context, tx *store.Tx, thing *T) error) Handler {
	return func(ctx context.Context, r *Request) (Response, error) {
		err := s.DB.Update(ctx, func(tx *store.Tx) error {
			thing, err := s.Find(ctx, tx, r)
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
