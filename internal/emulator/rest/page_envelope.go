package rest

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// Envelope returns a list in the JSON of the 2010 API: the things under key, and links to the other
// pages.
//
// https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information
func (p Page) Envelope(path, key string, query url.Values, s Slice) (json.RawMessage, error) {
	at := p.links(path, query)
	start := p.Number * p.Size
	head := pageHead{
		End: max(start, start+len(s.Items)-1), FirstPageURI: at(0, "", 0), Page: p.Number, PageSize: p.Size,
		Start: start, URI: at(p.Number, "", 0),
	}
	head.NextPageURI, head.PreviousPageURI = p.neighbors(at, s)
	return head.join(key, s.Items)
}

// Meta returns the envelope of a list of the v1 APIs, whose links include the host.
func (p Page) Meta(address, key string, query url.Values, s Slice) PageMeta {
	at := p.links(address, query)
	m := PageMeta{Page: p.Number, PageSize: p.Size, FirstPageURL: *at(0, "", 0), URL: *at(p.Number, "", 0), Key: key}
	m.NextPageURL, m.PreviousPageURL = p.neighbors(at, s)
	return m
}

// neighbors returns the links to the next and the previous page, nil where a page does not exist.
func (p Page) neighbors(at func(number int, token string, place int64) *string, s Slice) (next, previous *string) {
	if len(s.Items) > 0 && (s.more || p.Back) {
		next = at(p.Number+1, "PA", s.last)
	}
	if len(s.Items) > 0 && p.Number > 0 {
		previous = at(p.Number-1, "PB", s.first)
	}
	return next, previous
}

// links returns a function that makes page links. They repeat the filters of the request, and all
// but the first page have a token.
func (p Page) links(path string, query url.Values) func(number int, token string, place int64) *string {
	filter := url.Values{}
	for name, values := range query {
		if name != "PageSize" && name != "Page" && name != "PageToken" {
			filter[name] = values
		}
	}
	return func(number int, token string, place int64) *string {
		text := fmt.Sprintf("PageSize=%d&Page=%d", p.Size, number)
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

// join appends the things to the head unchanged, because they are already JSON.
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

// PageMeta is an envelope of the v1 APIs, in the order of Twilio's keys.
type PageMeta struct {
	Page            int     `json:"page"`
	PageSize        int     `json:"page_size"`
	FirstPageURL    string  `json:"first_page_url"`
	PreviousPageURL *string `json:"previous_page_url"`
	URL             string  `json:"url"`
	NextPageURL     *string `json:"next_page_url"`
	Key             string  `json:"key"`
}
