package emulator

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/store"
)

// How many things are on a page when nobody says, and at most: https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information.
const (
	defaultPage = 50
	largestPage = 1000
)

// A page is the part of a list that is asked for. Twilio calls page tokens opaque; ours are PA (forwards) or PB
// (backwards) and the place, in hexadecimal, of the last or first thing seen. They stay good when that is deleted.
type page struct {
	number, size int
	place        int64 // 0 for the beginning
	back         bool
}

func readPage(query url.Values) (page, error) {
	p := page{size: defaultPage}
	if text := query.Get("PageSize"); text != "" {
		size, err := strconv.Atoi(text)
		switch {
		case err != nil || size < 1:
			return p, invalid(badParameter, "PageSize %q is not a number from 1 to %d", text, largestPage)
		case size > largestPage:
			return p, invalid(20007, "PageSize %d is larger than %d", size, largestPage)
		}
		p.size = size
	}
	if text := query.Get("Page"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 0 {
			return p, invalid(badParameter, "Page %q is not a number", text)
		}
		p.number = number
	}
	token := query.Get("PageToken")
	if token == "" && p.number == 0 {
		return p, nil
	}
	place, err := strconv.ParseInt(token[min(2, len(token)):], 16, 64)
	if err != nil || place <= 0 || !strings.HasPrefix(token, "PA") && !strings.HasPrefix(token, "PB") {
		return p, invalid(21481, "PageToken %q is invalid", token)
	}
	p.place, p.back = place, token[1] == 'B'
	return p, nil
}

// A part of a list: raw things, and the places of those at its ends. more says that there is something beyond the
// end that was walked towards.
type part struct {
	items       []json.RawMessage
	first, last int64
	more        bool
}

// turn shows the things of a part differently.
func (s *part) turn(show func(json.RawMessage) (any, error)) error {
	for i, raw := range s.items {
		thing, err := show(raw)
		if err != nil {
			return err
		}
		if s.items[i], err = json.Marshal(thing); err != nil {
			return err
		}
	}
	return nil
}

// some is a page of things that are all at hand, in the order given; a place is a position, counted from 1.
func (p page) some(all []json.RawMessage) part {
	var found []store.Row[json.RawMessage]
	if p.back {
		for at := min(int(p.place)-1, len(all)); at > 0 && len(found) <= p.size; at-- {
			found = append(found, store.Row[json.RawMessage]{Seq: int64(at), Value: all[at-1]})
		}
		return p.cut(found)
	}
	for at := int(min(p.place, int64(len(all)))); at < len(all) && len(found) <= p.size; at++ {
		found = append(found, store.Row[json.RawMessage]{Seq: int64(at + 1), Value: all[at]})
	}
	return p.cut(found)
}

// rows reads a page of a collection, newest first. keep leaves out what a filter does not want; nil keeps all.
func (p page) rows(ctx context.Context, from store.Collection[json.RawMessage], scope string, keep func(json.RawMessage) bool) (part, error) {
	var found []store.Row[json.RawMessage]
	q := store.Query{Scope: scope, Newest: !p.back, After: p.place, Limit: p.size + 1}
	if keep != nil {
		q.Limit = largestPage
	}
	for len(found) <= p.size {
		rows, err := from.List(ctx, q)
		if err != nil {
			return part{}, err
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
	return p.cut(found), nil
}

// cut takes the page out of what was found, which may be more, and turns it the right way round.
func (p page) cut(found []store.Row[json.RawMessage]) part {
	s := part{more: len(found) > p.size}
	found = found[:min(len(found), p.size)]
	s.items = make([]json.RawMessage, len(found))
	for i, row := range found {
		at := i
		if p.back {
			at = len(found) - 1 - i
		}
		s.items[at] = row.Value
	}
	if n := len(found); n > 0 {
		s.first, s.last = found[0].Seq, found[n-1].Seq
		if p.back {
			s.first, s.last = s.last, s.first
		}
	}
	return s
}
