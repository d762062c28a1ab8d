package emulator

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/twvoice/twvoice/internal/store"
)

// offer takes a page of the stock that a search wants and nobody owns. It asks for owners block by block, so that
// what a search costs follows what it finds and not how many numbers are owned.
// The place of a number is its position in the stock, counted from 1.
func (e *Server) offer(ctx context.Context, p page, s search) (part, error) {
	var found []offered
	place := int64(0)
	for i := range e.stock.blocks {
		b := &e.stock.blocks[i]
		first := place + 1
		place += int64(b.size())
		if !p.back && place <= p.place || p.back && first >= p.place || !s.block(b) {
			continue
		}
		owned, err := ownedIn(ctx, e.db, b)
		if err != nil {
			return part{}, err
		}
		for n := range b.size() {
			at, e164 := first+int64(n), b.at(n)
			if p.beyond(at) && !owned[e164] && s.number(e164) {
				found = append(found, offered{at, item{b, e164}})
			}
		}
		if !p.back && len(found) > p.size {
			break
		}
	}
	if p.back { // the nearest first, as a page of rows is read
		slices.Reverse(found)
	}
	found = found[:min(len(found), p.size+1)]
	return p.show(found)
}

// offered is a number that a search found, with its place.
type offered struct {
	place int64
	item  item
}

// beyond reports whether a place is on the side of the page's own that is walked towards.
func (p page) beyond(place int64) bool {
	if p.back {
		return place < p.place
	}
	return place > p.place
}

func (p page) show(found []offered) (part, error) {
	rows := make([]store.Row[json.RawMessage], len(found))
	for i, f := range found {
		raw, err := json.Marshal(f.item.available())
		if err != nil {
			return part{}, err
		}
		rows[i] = store.Row[json.RawMessage]{Seq: f.place, Value: raw}
	}
	return p.cut(rows), nil
}
