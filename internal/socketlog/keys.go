package socketlog

import (
	"encoding/json"
	"slices"

	"github.com/twvoice/twvoice/pkg/transcript"
)

// shownKeys is how many keys of a row are shown while the caller types. What follows can be the rest of a card number,
// which is known only after its last key. Card numbers may be shown up to their sixth digit (PCI DSS 3.4).
const shownKeys = 6

// maxKeys is how many keys of a row can be hidden later. A card number has fewer.
const maxKeys = 64

// hidden replaces a key, as a secret is replaced in a request.
const hidden = "(redacted)"

// key says where a pressed key is stored. A place that does not exist was not stored.
type key struct{ message, item, turn int }

// press notes the key that the newest message has, before it is stored in the items and turns.
func (l *Log) press() {
	r := &l.relay
	r.keys = append(r.keys, key{l.newest, len(l.r.Items), len(l.r.Whole.Metrics.Turns)})
	if len(r.keys) > maxKeys {
		r.keys = r.keys[1:]
	}
	r.pressed = true
}

// hideKeys hides the stored keys of a card number when it is complete, and keys of a long row in the event of the newest.
func (l *Log) hideKeys(e *Event) {
	r := &l.relay
	if !r.pressed {
		return
	}
	r.pressed = false
	for _, k := range r.keys[max(0, len(r.keys)-l.o.Card()):] {
		l.hideKey(k)
	}
	if len(r.keys) <= shownKeys {
		return
	}
	e.Message, e.Parts = hiddenKey(e.Message), slices.Clone(e.Parts)
	for i, part := range e.Parts {
		if item, ok := part.(transcript.Item); ok && item.Kind == transcript.Press {
			item.Text, item.Digits = hidden, hidden
			e.Parts[i] = item
		}
	}
}

func (l *Log) hideKey(k key) {
	if k.message >= 0 {
		m := &l.r.Whole.Messages[k.message]
		m.Message = hiddenKey(m.Message)
	}
	if k.item < len(l.r.Items) {
		l.r.Items[k.item].Text, l.r.Items[k.item].Digits = hidden, hidden
	}
	if turns := l.r.Whole.Metrics.Turns; k.turn < len(turns) {
		turns[k.turn].Said = hidden
	}
}

// hiddenKey returns a dtmf message without its digit.
func hiddenKey(message json.RawMessage) json.RawMessage {
	var m map[string]any
	if json.Unmarshal(message, &m) != nil {
		return message
	}
	m["digit"] = hidden
	without, err := json.Marshal(m)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return without
}
