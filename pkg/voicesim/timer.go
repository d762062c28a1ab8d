package voicesim

import (
	"cmp"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// timer is a scheduled event.
type timer struct {
	at         time.Duration
	order      int // orders events with the same time: first planned, first handled
	leg        string
	event      event.Event
	mine       bool // an input of the person at the phone
	unanswered bool // has an effect only while the phone rings
}

// timers is a heap, earliest first.
type timers []timer

func (c timers) Len() int { return len(c) }

func (c timers) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(c[i].at, c[j].at), cmp.Compare(c[i].order, c[j].order)) < 0
}

func (c timers) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

func (c *timers) Push(x any) { *c = append(*c, x.(timer)) }

func (c *timers) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}
