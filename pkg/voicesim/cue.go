package voicesim

import (
	"cmp"
	"time"
)

// cue is an event that is still to come.
type cue struct {
	at         time.Duration
	order      int // of two at the same time, the one that was planned first comes first
	leg        string
	event      Event
	mine       bool // a move of whoever holds the phone
	unanswered bool // it has a meaning only while the phone rings
}

// cues is a heap of them, the earliest first.
type cues []cue

func (c cues) Len() int { return len(c) }

func (c cues) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(c[i].at, c[j].at), cmp.Compare(c[i].order, c[j].order)) < 0
}

func (c cues) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *cues) Push(x any)   { *c = append(*c, x.(cue)) }

func (c *cues) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}
