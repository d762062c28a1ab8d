package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/store"
)

// ErrDryRun is the error of a request that a dry run did not send. It is not a failure.
var ErrDryRun = errors.New("dry run: nothing was sent")

// dryRun is a transport that sends reads, and prints changes instead.
type dryRun struct {
	next http.RoundTripper
	out  io.Writer
}

func (d dryRun) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return d.next.RoundTrip(r)
	}
	return Unsent{Out: d.out}.RoundTrip(r)
}

// Unsent is a transport that prints requests and sends none. It returns [ErrDryRun].
type Unsent struct{ Out io.Writer }

// RoundTrip prints the request.
func (d Unsent) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		defer r.Body.Close()
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(d.Out, "%s %s\n", r.Method, r.URL.Redacted())
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			fmt.Fprintf(d.Out, "  %s=%s\n", name, value)
		}
	}
	return nil, ErrDryRun
}

// journalCopy returns a copy of the journal in memory: a dry run sees the loans and what could be undone, and writes
// nothing.
func (a *Account) journalCopy(ctx context.Context, db *store.DB) (*store.DB, error) {
	rows, err := store.In[json.RawMessage](db, lease.Collection).List(ctx, store.Query{})
	if err != nil {
		return nil, err
	}
	memory, err := store.Memory(ctx)
	if err != nil {
		return nil, err
	}
	a.close = append(a.close, memory.Close)
	for _, row := range rows {
		if err := store.In[json.RawMessage](memory, lease.Collection).Insert(ctx, row.Scope, row.Key, row.Value); err != nil {
			return nil, err
		}
	}
	return memory, nil
}
