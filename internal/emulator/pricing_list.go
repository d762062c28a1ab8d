package emulator

import (
	"context"
	"fmt"
)

// pageMeta is an envelope of the v1 APIs, in the order of Twilio's keys.
type pageMeta struct {
	Page            int     `json:"page"`
	PageSize        int     `json:"page_size"`
	FirstPageURL    string  `json:"first_page_url"`
	PreviousPageURL *string `json:"previous_page_url"`
	URL             string  `json:"url"`
	NextPageURL     *string `json:"next_page_url"`
	Key             string  `json:"key"`
}

// listPriced lists the countries that have prices, in the order of the stock; a place is counted from 1.
func (e *Server) listPriced(_ context.Context, r *request) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	type entry struct {
		Country string `json:"country"`
		ISO     string `json:"iso_country"`
		URL     string `json:"url"`
	}
	at := func(number int) string {
		text := fmt.Sprintf("%s%s?PageSize=%d&Page=%d", pricingHost, r.path, p.size, number)
		if number > 0 {
			text += fmt.Sprintf("&PageToken=PA%x", number*p.size)
		}
		return text
	}
	list := []entry{}
	all := e.stock.countries
	from := min(int(p.place), len(all))
	to := min(from+p.size, len(all))
	for _, c := range all[from:to] {
		list = append(list, entry{c.Name, c.Code, pricingHost + r.path + "/" + c.Code})
	}
	meta := pageMeta{Page: p.number, PageSize: p.size, FirstPageURL: at(0), URL: at(p.number), Key: "countries"}
	if to < len(all) {
		next := at(p.number + 1)
		meta.NextPageURL = &next
	}
	if p.number > 0 {
		previous := at(p.number - 1)
		meta.PreviousPageURL = &previous
	}
	return ok(struct {
		Countries []entry  `json:"countries"`
		Meta      pageMeta `json:"meta"`
	}{list, meta})
}
