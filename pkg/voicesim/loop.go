package voicesim

import (
	"fmt"
	"slices"
	"strings"
)

const (
	// circle is how often one page may be asked for while the caller does nothing. A caller who says nothing hears a menu
	// three or four times before a real application gives up. Choice: Twilio itself would go on until the call's limit of four hours.
	circle = 10
	// wander is the same for pages that differ, as /voice?try=1, /voice?try=2 do.
	wander = 200
)

// loopGuard notices an application that goes on for ever without the caller.
type loopGuard struct {
	seen  map[string]int
	trail []string // the pages, in the order in which they were asked for
}

func (g *loopGuard) reset() {
	clear(g.seen)
	g.trail = g.trail[:0]
}

// anew says that the call does not go in a circle: the caller does something, the REST API leads the call elsewhere, somebody
// else comes or speaks. An agent who takes one caller after the other out of a queue asks the same page each time. That a phone
// answers which the application itself dials again and again is no news.
func (m *Machine) anew() {
	m.loop.reset()
	m.waits.reset()
}

// stuck counts a request, and reports whether there have been too many.
func (g *loopGuard) stuck(f Fetch) bool {
	if g.seen == nil {
		g.seen = map[string]int{}
	}
	page := f.Method + " " + redacted(f.URL)
	g.seen[page]++
	g.trail = append(g.trail, page)
	return g.seen[page] > circle || len(g.trail) > wander
}

// cycle names the pages that the call goes round in, the last request being one too many.
func (g *loopGuard) cycle() string {
	const named = 5
	last := g.trail[len(g.trail)-1]
	before := g.trail[:len(g.trail)-1]
	i := len(before) - 1
	for i >= 0 && before[i] != last {
		i--
	}
	if i < 0 {
		return fmt.Sprintf("%d pages were requested while the caller did nothing, the last one %s: the call would go on like this until its limit", len(g.trail), last)
	}
	round := slices.Clone(g.trail[i:])
	if len(round) > named {
		round = append(append(round[:named-2:named-2], "…"), last)
	}
	return fmt.Sprintf("the call goes in a circle while the caller does nothing, and would until its limit: %s (requested %d times)",
		strings.Join(round, " → "), g.seen[last])
}
