package voicesim

import (
	"cmp"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// timer is an event that is still to come.
type timer struct {
	at         time.Duration
	order      int // of two at the same time, the one that was planned first comes first
	leg        string
	event      event.Event
	mine       bool // a move of whoever holds the phone
	unanswered bool // it has a meaning only while the phone rings
}

// timers is a heap of them, the earliest first.
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
