package webhook

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// progress tells a person at a terminal how many hosts have answered. It is for one goroutine.
type progress struct {
	f     *cmdutil.Factory
	shown bool
	last  time.Time
}

func newProgress(f *cmdutil.Factory) *progress { return &progress{f: f} }

// tell says how far it is, a few times a second.
func (p *progress) tell(of *prober) {
	if of == nil || !p.f.Env.Err.Is {
		return
	}
	if now := time.Now(); now.Sub(p.last) > 200*time.Millisecond {
		answered, all := of.answered()
		p.last, p.shown = now, true
		fmt.Fprintf(p.f.Env.Stderr, "\r\x1b[K%s", p.f.Paint().Dim(fmt.Sprintf("%d of %d hosts have answered …", answered, all)))
	}
}

// wipe takes the line away.
func (p *progress) wipe() {
	if p.shown {
		fmt.Fprint(p.f.Env.Stderr, "\r\x1b[K")
	}
}

// lines lets several goroutines write, one at a time.
type lines struct {
	mu sync.Mutex
	to io.Writer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}
