package emulator

import (
	"context"
	"net/http"
	"strings"
)

// A handle carries a request out. Its error is a [*refusal], or something that is no fault of the caller.
type handle func(ctx context.Context, r *request) (answer, error)

// A route is what can be done at a path. The pattern is the path without ".json"; {Name} stands for one segment.
type route struct {
	pattern   string
	on        map[string]handle // by method
	tokenOnly bool              // a standard API key is turned away
	dormant   bool              // an account that is not active can be reached, by its parent
	media     handle            // what is there without ".json", for everybody; nil for nothing
}

// table finds routes. Where several patterns fit, the first one in source is meant.
type table [][]endpoint // by number of segments

type endpoint struct {
	route
	segments []string
}

func newTable(routes []route) table {
	var t table
	for _, r := range routes {
		segments := strings.Split(strings.TrimPrefix(r.pattern, "/"), "/")
		for len(t) <= len(segments) {
			t = append(t, nil)
		}
		t[len(segments)] = append(t[len(segments)], endpoint{route: r, segments: segments})
	}
	return t
}

// match is the endpoint of a path with the values of its wildcards, or nil.
func (t table) match(path string) (*endpoint, []arg) {
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
type arg struct{ name, value string }

func (e *endpoint) fits(path []string) ([]arg, bool) {
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

// methods lists what an endpoint can do, for the Allow header.
func (e *endpoint) methods() string {
	var names []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if e.on[method] != nil {
			names = append(names, method)
		}
	}
	return strings.Join(names, ", ")
}
