package rest

import (
	"context"
	"net/http"
	"strings"
)

// A Handler carries a request out. Its error is a [*apierror.Error], or something that is no fault of the caller.
type Handler func(ctx context.Context, r *Request) (Response, error)

// A Route is what can be done at a path. The pattern is the path without ".json"; {Name} stands for one segment.
type Route struct {
	Pattern   string
	On        map[string]Handler // by method
	TokenOnly bool               // a standard API key is turned away
	Dormant   bool               // an account that is not active can be reached, by its parent
	Media     Handler            // what is there without ".json", for everybody; nil for nothing
}

// Router finds routes. Where several patterns fit, the first one in source is meant.
type Router [][]Endpoint // by number of segments

type Endpoint struct {
	Route
	segments []string
}

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

// Match is the endpoint of a path with the values of its wildcards, or nil.
func (t Router) Match(path string) (*Endpoint, []arg) {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(segments) >= len(t) {
		return nil, nil
	}
	for i := range t[len(segments)] {
		e := &t[len(segments)][i]
		if args, ok := e.fits(segments); ok {
			return e, args
		}
	}
	return nil, nil
}

// arg is the value of a wildcard.
type arg struct{ name, Value string }

func (e *Endpoint) fits(path []string) ([]arg, bool) {
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

// Methods lists what an endpoint can do, for the Allow header.
func (e *Endpoint) Methods() string {
	var names []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if e.On[method] != nil {
			names = append(names, method)
		}
	}
	return strings.Join(names, ", ")
}
