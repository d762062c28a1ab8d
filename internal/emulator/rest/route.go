package rest

import (
	"context"
	"net/http"
	"strings"
)

// Handler executes a request. Its error is an [*apierror.Error], or an internal failure that the
// caller did not cause.
type Handler func(ctx context.Context, r *Request) (Response, error)

// Route holds the handlers of a path. The pattern is the path without ".json"; {Name} matches one
// segment.
type Route struct {
	Pattern   string
	On        map[string]Handler // by method
	TokenOnly bool               // rejects standard API keys
	Dormant   bool               // allows the parent account to reach an account that is not active
	Media     Handler            // serves the path without ".json", without authentication; may be nil
}

// Router finds routes. If several patterns match, the first one in the source wins.
type Router [][]Endpoint // by number of segments

// Endpoint is a route with its parsed pattern.
type Endpoint struct {
	Route
	segments []string
}

// NewRouter returns a router for routes, in their order.
func NewRouter(routes []Route) Router {
	var t Router
	for _, r := range routes {
		segments := strings.Split(strings.TrimPrefix(r.Pattern, "/"), "/")
		for len(t) <= len(segments) {
			t = append(t, nil)
		}
		t[len(segments)] = append(t[len(segments)], Endpoint{Route: r, segments: segments})
	}
	return t
}

// Match returns the endpoint of a path and the values of its wildcards, or nil.
func (t Router) Match(path string) (*Endpoint, []arg) {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(segments) >= len(t) {
		return nil, nil
	}
	for i := range t[len(segments)] {
		e := &t[len(segments)][i]
		if args, ok := e.matches(segments); ok {
			return e, args
		}
	}
	return nil, nil
}

// arg is the value of a wildcard.
type arg struct{ name, Value string }

func (e *Endpoint) matches(path []string) ([]arg, bool) {
	var args []arg
	for i, want := range e.segments {
		name, wild := strings.CutPrefix(want, "{")
		switch {
		case wild && path[i] != "":
			args = append(args, arg{strings.TrimSuffix(name, "}"), path[i]})
		case want != path[i]:
			return nil, false
		}
	}
	return args, true
}

// Methods returns the methods that an endpoint supports, for the Allow header.
func (e *Endpoint) Methods() string {
	var names []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if e.On[method] != nil {
			names = append(names, method)
		}
	}
	return strings.Join(names, ", ")
}
