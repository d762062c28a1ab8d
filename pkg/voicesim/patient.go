package voicesim

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/loop"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Patience is how long a [Patient] caller listens to repeated pages.
const Patience = 10 * time.Minute

// Patient is a caller who hangs up when there is nothing new to hear: for ten minutes the caller
// has done nothing, and the application has requested only pages that were requested before, one of
// them more than ten times. A single long wait (a pause, music, a queue) is not a reason. Choice:
// people differ; Twilio itself would continue until its limit of four hours.
//
// A Patient is for one call; its Caller does everything else.
type Patient struct {
	Caller Caller // nil: [Silent]

	since time.Duration // time of the caller's last input, or of the last new page
	seen  map[string]bool
	count map[string]int // requests per page since then
}

// Act returns the input of the Caller, or hangs up.
func (p *Patient) Act(now Turn) (Input, bool) {
	if move, ok := callerOrSilent(p.Caller).Act(now); ok {
		p.restart(now.At)
		return move, true
	}
	for _, action := range now.Heard {
		if f, ok := action.(event.Fetch); ok && !f.Callback && p.isTired(now.At, f) {
			return Input{Event: event.HungUp{Why: fmt.Sprintf("nothing changed for %.0f minutes, while %s %s was requested repeatedly", Patience.Minutes(), f.Method, webhook.Redacted(f.URL))}}, true
		}
	}
	return Input{}, false
}

// isTired counts a request, and reports whether the caller hangs up now.
func (p *Patient) isTired(at time.Duration, f event.Fetch) bool {
	page := f.Method + " " + f.URL
	if !p.seen[page] {
		p.restart(at)
		if p.seen == nil {
			p.seen = map[string]bool{}
		}
		p.seen[page] = true
	}
	p.count[page]++
	return at-p.since >= Patience && p.count[page] > loop.MaxRequests
}

func (p *Patient) restart(at time.Duration) {
	p.since, p.count = at, map[string]int{}
}
