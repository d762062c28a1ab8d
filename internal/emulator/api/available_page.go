package api

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

// searchStock returns a page of the available numbers that match a search. It looks up owners block by
// block, so the cost depends on the numbers found and not on the numbers owned. The place of a
// number is its position in the stock, counted from 1.
func (api *API) searchStock(ctx context.Context, p rest.Page, s inventory.Search) (rest.Slice, error) {
	var found []offered
	place := int64(0)
	for i := range api.Stock.Blocks {
		b := &api.Stock.Blocks[i]
		first := place + 1
		place += int64(b.Size())
		if !p.Back && place <= p.Place || p.Back && first >= p.Place || !s.MatchBlock(b) {
			continue
		}
		owned, err := ownedIn(ctx, api.DB, b)
		if err != nil {
			return rest.Slice{}, err
		}
		for n := range b.Size() {
			at, e164 := first+int64(n), b.At(n)
			if beyond(p, at) && !owned[e164] && s.MatchNumber(e164) {
				found = append(found, offered{at, inventory.Item{Block: b, E164: e164}})
			}
		}
		if !p.Back && len(found) > p.Size {
			break
		}
	}
	if p.Back { // nearest first, in the order in which rows are read
		slices.Reverse(found)
	}
	found = found[:min(len(found), p.Size+1)]
	return showOffered(p, found)
}

// offered is a number that a search found, with its place.
type offered struct {
	place int64
	item  inventory.Item
}

// beyond reports whether a place is beyond the page's token, in the direction of the page.
func beyond(p rest.Page, place int64) bool {
	if p.Back {
		return place < p.Place
	}
	return place > p.Place
}

func showOffered(p rest.Page, found []offered) (rest.Slice, error) {
	rows := make([]store.Row[json.RawMessage], len(found))
	for i, f := range found {
		raw, err := json.Marshal(availableNumber(f.item))
		if err != nil {
			return rest.Slice{}, err
		}
		rows[i] = store.Row[json.RawMessage]{Seq: f.place, Value: raw}
	}
	return p.Cut(rows), nil
}
