package emulator

import (
	"context"
	"encoding/json"
	"fmt"
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

// envelope is a list on the wire: the things under their key, and the ways to other pages.
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information
func (p page) envelope(path, key string, query url.Values, s part) (json.RawMessage, error) {
	at := p.links(path, query)
	start := p.number * p.size
	head := pageHead{
		End: max(start, start+len(s.items)-1), FirstPageURI: at(0, "", 0), Page: p.number, PageSize: p.size,
		Start: start, URI: at(p.number, "", 0),
	}
	head.NextPageURI, head.PreviousPageURI = p.neighbours(at, s)
	return head.join(key, s.items)
}

// meta is the envelope of a list of the v1 APIs, whose address has a host.
func (p page) meta(address, key string, query url.Values, s part) pageMeta {
	at := p.links(address, query)
	m := pageMeta{Page: p.number, PageSize: p.size, FirstPageURL: *at(0, "", 0), URL: *at(p.number, "", 0), Key: key}
	m.NextPageURL, m.PreviousPageURL = p.neighbours(at, s)
	return m
}

// neighbours are the pages after and before, nil where there is none.
func (p page) neighbours(at func(number int, token string, place int64) *string, s part) (next, previous *string) {
	if len(s.items) > 0 && (s.more || p.back) {
		next = at(p.number+1, "PA", s.last)
	}
	if len(s.items) > 0 && p.number > 0 {
		previous = at(p.number-1, "PB", s.first)
	}
	return next, previous
}

// links makes the addresses of pages: the filters of the request, and a token but for the first one.
func (p page) links(path string, query url.Values) func(number int, token string, place int64) *string {
	filter := url.Values{}
	for name, values := range query {
		if name != "PageSize" && name != "Page" && name != "PageToken" {
			filter[name] = values
		}
	}
	return func(number int, token string, place int64) *string {
		text := fmt.Sprintf("PageSize=%d&Page=%d", p.size, number)
		if len(filter) > 0 {
			text = filter.Encode() + "&" + text
		}
		if token != "" {
			text += fmt.Sprintf("&PageToken=%s%032x", token, place)
		}
		text = path + "?" + text
		return &text
	}
}

// pageHead is an envelope without its list, in the order of Twilio's keys.
type pageHead struct {
	End             int     `json:"end"`
	FirstPageURI    *string `json:"first_page_uri"`
	NextPageURI     *string `json:"next_page_uri"`
	Page            int     `json:"page"`
	PageSize        int     `json:"page_size"`
	PreviousPageURI *string `json:"previous_page_uri"`
	Start           int     `json:"start"`
	URI             *string `json:"uri"`
}

// join writes the things behind the head as they are: they are JSON already.
func (h pageHead) join(key string, items []json.RawMessage) (json.RawMessage, error) {
	head, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	size := len(head) + len(key) + 8
	for _, item := range items {
		size += len(item) + 1
	}
	text := make([]byte, 0, size)
	text = append(text, head[:len(head)-1]...)
	text = append(text, `,"`+key+`":[`...)
	for i, item := range items {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, item...)
	}
	return append(text, "]}"...), nil
}
