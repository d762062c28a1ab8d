package rest

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/store"
)

// Default and largest number of things on a page:
// https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information.
const (
	defaultPage = 50
	largestPage = 1000
)

// Page is the requested part of a list. Twilio calls page tokens opaque; here they are PA (forward)
// or PB (backward) and, in hexadecimal, the place of the last or first thing seen. A token stays
// valid after that thing is deleted.
type Page struct {
	Number, Size int
	Place        int64 // 0 for the beginning of the list
	Back         bool
}

// ReadPage parses the parameters PageSize, Page and PageToken.
func ReadPage(query url.Values) (Page, error) {
	p := Page{Size: defaultPage}
	if text := query.Get("PageSize"); text != "" {
		size, err := strconv.Atoi(text)
		switch {
		case err != nil || size < 1:
			return p, apierror.Invalid(apierror.BadParameter, "PageSize %q is not a number from 1 to %d", text, largestPage)
		case size > largestPage:
			return p, apierror.Invalid(20007, "PageSize %d is larger than %d", size, largestPage)
		}
		p.Size = size
	}
	if text := query.Get("Page"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 0 {
			return p, apierror.Invalid(apierror.BadParameter, "Page %q is not a number", text)
		}
		p.Number = number
	}
	token := query.Get("PageToken")
	if token == "" && p.Number == 0 {
		return p, nil
	}
	place, err := strconv.ParseInt(token[min(2, len(token)):], 16, 64)
	if err != nil || place <= 0 || !strings.HasPrefix(token, "PA") && !strings.HasPrefix(token, "PB") {
		return p, apierror.Invalid(21481, "PageToken %q is invalid", token)
	}
	p.Place, p.Back = place, token[1] == 'B'
	return p, nil
}

// Slice is a part of a list: raw things, and the places of the first and last one. more reports
// whether the list continues in the direction of the page.
type Slice struct {
	Items       []json.RawMessage
	first, last int64
	more        bool
}

// Map replaces each thing of the slice by the result of show.
func (s *Slice) Map(show func(json.RawMessage) (any, error)) error {
	for i, raw := range s.Items {
		thing, err := show(raw)
		if err != nil {
			return err
		}
		if s.Items[i], err = json.Marshal(thing); err != nil {
			return err
		}
	}
	return nil
}

// FromAll returns the page of a list that is completely in memory. A place is a position in all, counted
// from 1.
func (p Page) FromAll(all []json.RawMessage) Slice {
	var found []store.Row[json.RawMessage]
	if p.Back {
		for at := min(int(p.Place)-1, len(all)); at > 0 && len(found) <= p.Size; at-- {
			found = append(found, store.Row[json.RawMessage]{Seq: int64(at), Value: all[at-1]})
		}
		return p.Cut(found)
	}
	for at := int(min(p.Place, int64(len(all)))); at < len(all) && len(found) <= p.Size; at++ {
		found = append(found, store.Row[json.RawMessage]{Seq: int64(at + 1), Value: all[at]})
	}
	return p.Cut(found)
}

// Rows reads a page of a collection, newest first. Rows for which keep returns false are skipped; a
// nil keep selects all.
func (p Page) Rows(ctx context.Context, from store.Collection[json.RawMessage], scope string, keep func(json.RawMessage) bool) (Slice, error) {
	var found []store.Row[json.RawMessage]
	q := store.Query{Scope: scope, Newest: !p.Back, After: p.Place, Limit: p.Size + 1}
	if keep != nil {
		q.Limit = largestPage
	}
	for len(found) <= p.Size {
		rows, err := from.List(ctx, q)
		if err != nil {
			return Slice{}, err
		}
		for _, row := range rows {
			if keep == nil || keep(row.Value) {
				found = append(found, row)
			}
		}
		if len(rows) < q.Limit {
			break
		}
		q.After = rows[len(rows)-1].Seq
	}
	return p.Cut(found), nil
}

// Cut returns the page from the rows found, which may be more than it holds, in the order of the
// list.
func (p Page) Cut(found []store.Row[json.RawMessage]) Slice {
	s := Slice{more: len(found) > p.Size}
	found = found[:min(len(found), p.Size)]
	s.Items = make([]json.RawMessage, len(found))
	for i, row := range found {
		at := i
		if p.Back {
			at = len(found) - 1 - i
		}
		s.Items[at] = row.Value
	}
	if n := len(found); n > 0 {
		s.first, s.last = found[0].Seq, found[n-1].Seq
		if p.Back {
			s.first, s.last = s.last, s.first
		}
	}
	return s
}
