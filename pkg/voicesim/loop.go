package voicesim

const (
	// circle is how often one page may be asked for while the caller does nothing. A caller who says nothing hears a menu
	// three or four times before a real application gives up; Twilio itself would go on until the call's limit of four hours.
	circle = 10
	// wander is the same for pages that differ, as /voice?try=1, /voice?try=2 do.
	wander = 200
)

// loopGuard notices an application that goes on for ever without the caller.
type loopGuard struct {
	seen  map[string]int
	total int
	count int // of the page that was asked for last
}

func (g *loopGuard) reset() {
	clear(g.seen)
	g.total = 0
}

// stuck counts a request, and reports whether there have been too many.
func (g *loopGuard) stuck(f Fetch) bool {
	if g.seen == nil {
		g.seen = map[string]int{}
	}
	key := f.Method + " " + f.URL
	g.seen[key]++
	g.total++
	g.count = g.seen[key]
	return g.count > circle || g.total > wander
}
