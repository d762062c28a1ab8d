package webhook

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// progress shows on a terminal how many hosts have answered. It is for one goroutine.
type progress struct {
	f     *cmdutil.Factory
	shown bool
	last  time.Time
}

func newProgress(f *cmdutil.Factory) *progress { return &progress{f: f} }

// tell updates the line, a few times per second.
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

// wipe removes the line.
func (p *progress) wipe() {
	if p.shown {
		fmt.Fprint(p.f.Env.Stderr, "\r\x1b[K")
	}
}

// lines serializes writes of several goroutines.
type lines struct {
	mu sync.Mutex
	to io.Writer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}
