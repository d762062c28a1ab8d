// Package loop detects an application that sends a call from page to page without letting time pass. It does not end the call.
package loop

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	// MaxRequests limits the requests of one page at one moment. Time passes in every useful
	// document: something is said, waited for or dialed. Requests without time between them are a
	// loop that only the call's limit would end, and in virtual time not even that. Choice: Twilio
	// continues until the limit of four hours.
	MaxRequests = 10
	// maxPages is the limit for pages that differ, such as /voice?try=1, /voice?try=2.
	maxPages = 200
)

// Guard detects an application that sends a call from page to page without letting time pass.
// The zero value is ready to use.
type Guard struct {
	at    time.Duration // time of the last request
	seen  map[string]int
	trail []string // pages requested at that time, in order
}

// Reset deletes all requests, after progress.
func (g *Guard) Reset() {
	clear(g.seen)
	g.trail = g.trail[:0]
}

// Stuck counts a request, and reports whether there have been too many at one moment.
func (g *Guard) Stuck(at time.Duration, f event.Fetch) bool {
	if at > g.at {
		g.Reset()
	}
	if g.seen == nil {
		g.seen = map[string]int{}
	}
	page := f.Method + " " + webhook.Redacted(f.URL)
	g.at = at
	g.seen[page]++
	g.trail = append(g.trail, page)
	return g.seen[page] > MaxRequests || len(g.trail) > maxPages
}

// Cycle names the pages of the loop; the last request was one too many.
func (g *Guard) Cycle() string {
	const named = 5
	last := g.trail[len(g.trail)-1]
	before := g.trail[:len(g.trail)-1]
	i := len(before) - 1
	for i >= 0 && before[i] != last {
		i--
	}
	if i < 0 {
		return fmt.Sprintf("%d documents were requested without time passing, the last one %s: the call would never continue", len(g.trail), last)
	}
	round := slices.Clone(g.trail[i:])
	if len(round) > named {
		round = append(append(round[:named-2:named-2], "…"), last)
	}
	return fmt.Sprintf("the application redirects the call in a loop without time passing: %s (requested %d times)",
		strings.Join(round, " → "), g.seen[last])
}
