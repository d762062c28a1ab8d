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

// How many things are on a page when nobody says, and at most: https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information.
const (
	defaultPage = 50
	largestPage = 1000
)

// A Page is the part of a list that is asked for. Twilio calls page tokens opaque; ours are PA (forwards) or PB
// (backwards) and the place, in hexadecimal, of the last or first thing seen. They stay good when that is deleted.
type Page struct {
	Number, Size int
	Place        int64 // 0 for the beginning
	Back         bool
}

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

// A Slice of a list: raw things, and the places of those at its ends. more says that there is something beyond the
// end that was walked towards.
type Slice struct {
	Items       []json.RawMessage
	first, last int64
	more        bool
}

// Map shows the things of a part differently.
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

// Of is a page of things that are all at hand, in the order given; a place is a position, counted from 1.
func (p Page) Of(all []json.RawMessage) Slice {
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

// Rows reads a page of a collection, newest first. keep leaves out what a filter does not want; nil keeps all.
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

// Cut takes the page out of what was found, which may be more, and turns it the right way round.
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
