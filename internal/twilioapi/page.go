package twilioapi

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"

	"github.com/twvoice/twvoice/internal/fault"
)

// maxPage is the largest PageSize that Twilio allows; above it the answer is 20007.
const maxPage = 1000

// pageSize returns the number of items to request, so that a small limit needs one small request.
func pageSize(limit int) int {
	if limit <= 0 || limit > maxPage {
		return maxPage
	}
	return limit
}

// listing is one list of the API.
type listing[T any] struct {
	key    string                            // of the items in the answer
	size   int                               // items per page if it is unknown how many will be read; 0: the limit
	fetch  func(c *call, pageSize int) error // requests a page through a generated service
	decode func(json.RawMessage) (T, error)
}

// all yields items and requests pages as they are needed, on the caller's goroutine. Leaving the loop early is safe. An
// error is yielded last. limit ≤ 0 yields all.
//
// The generated List and Stream methods are not used: they read every page in advance, turn a limit of 0 into 1, and
// leave a goroutine behind if the loop is left early.
func (l listing[T]) all(ctx context.Context, conn *conn, limit int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		size := l.size
		if size <= 0 {
			size = pageSize(limit)
		}
		seen := map[string]bool{}
		for count, query := 0, ""; ; {
			c, items, next, err := l.page(ctx, conn, size, query)
			if err != nil {
				yield(none, err)
				return
			}
			for _, raw := range items {
				item, err := l.decode(raw)
				if err = c.fit(err); !yield(item, err) || err != nil {
					return
				}
				if count++; count == limit {
					return
				}
			}
			if next == "" {
				return
			}
			if seen[next] {
				yield(none, fault.With(fmt.Errorf("list %s: the page %q was returned twice", l.key, next), fault.Failed, "check that --api-url is the address of a Twilio-compatible API"))
				return
			}
			seen[next], query = true, next
		}
	}
}

// page requests one page: the first, or the one that query selects.
func (l listing[T]) page(ctx context.Context, conn *conn, size int, query string) (c *call, items []json.RawMessage, next string, err error) {
	if c, err = conn.begin(ctx); err != nil {
		return nil, nil, "", err
	}
	c.query = query
	if err := l.fetch(c, size); err != nil {
		return c, nil, "", err
	}
	items, next, err = l.read(c.body)
	return c, items, next, c.fit(err)
}

// read splits a page into its items and the next query. A page without the list is an error; treating it as empty would
// hide items.
func (l listing[T]) read(body json.RawMessage) (items []json.RawMessage, next string, err error) {
	what := "a page of " + l.key
	envelope, err := decode[map[string]json.RawMessage](body, what)
	if err != nil {
		return nil, "", err
	}
	list, ok := envelope[l.key]
	if !ok {
		return nil, "", &misfitError{fmt.Sprintf("an object without %s where %s was expected", l.key, what)}
	}
	if err := json.Unmarshal(list, &items); err != nil || items == nil {
		return nil, "", &misfitError{fmt.Sprintf("%s with %s as its %s", what, shape(list), l.key)}
	}
	link := envelope["next_page_uri"]
	if meta, ok := envelope["meta"]; ok { // the form of the v1 APIs
		v1, err := decode[struct {
			Next json.RawMessage `json:"next_page_url"`
		}](meta, "the meta of "+what)
		if err != nil {
			return nil, "", err
		}
		link = v1.Next
	}
	next, err = nextQuery(link)
	return items, next, err
}

// nextQuery returns the query of a next_page_uri or next_page_url, or "" on the last page. Only the query is used, so
// that a link cannot send the credentials to another address.
func nextQuery(link json.RawMessage) (string, error) {
	if link == nil {
		return "", nil
	}
	var next *string
	if err := json.Unmarshal(link, &next); err != nil {
		return "", &misfitError{"a page whose link to the next one is " + shape(link)}
	}
	if next == nil {
		return "", nil
	}
	u, err := url.Parse(*next)
	if err != nil {
		return "", fmt.Errorf("read the link to the next page: %w", err)
	}
	return u.RawQuery, nil
}
