package account

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// ErrDryRun is what a request becomes that would have changed something. It means that all went well.
var ErrDryRun = errors.New("dry run: nothing was sent")

// dryRun lets a client read, and prints what it would have changed.
type dryRun struct {
	next http.RoundTripper
	out  io.Writer
}

func (d dryRun) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return d.next.RoundTrip(r)
	}
	var body []byte
	if r.Body != nil {
		defer r.Body.Close()
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(d.out, "%s %s\n", r.Method, r.URL.Redacted())
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			fmt.Fprintf(d.out, "  %s=%s\n", name, value)
		}
	}
	return nil, ErrDryRun
}
