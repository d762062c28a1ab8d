package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hosts answer a HEAD after a while, or never.
type hosts struct {
	mu    sync.Mutex
	asked int
	now   int
	most  int // at a time
	after time.Duration
}

func (h *hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	h.mu.Lock()
	h.asked++
	h.now++
	h.most = max(h.most, h.now)
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		h.now--
		h.mu.Unlock()
	}()
	select {
	case <-time.After(h.after):
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func address(t *testing.T, format string, args ...any) *url.URL {
	t.Helper()
	u, err := url.Parse(fmt.Sprintf(format, args...))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// 10,000 numbers on 320 hosts that hang take ten times five seconds, and not 83 hours.
func TestEachHostIsProbedOnceManyInParallel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hosts{after: time.Hour}
		p := newProber(h, 30*time.Second)
		began := time.Now()
		for n := range 10_000 {
			p.begin(t.Context(), address(t, "https://app%d.example/voice?number=%d", n%320, n))
		}
		for n := range 10_000 {
			why, err := p.ask(t.Context(), address(t, "https://app%d.example/voice?number=%d", n%320, n))
			if err != nil || why != "the host does not answer" {
				t.Fatalf("got %q, %v", why, err)
			}
		}
		p.close()
		if h.asked != 320 || h.most != probesAtOnce || time.Since(began) != 10*probePatience {
			t.Errorf("asked %d times, %d at once, in %s", h.asked, h.most, time.Since(began))
		}
		if answered, all := p.answered(); answered != 320 || all != 320 {
			t.Errorf("%d of %d hosts have answered", answered, all)
		}
	})
}

func TestInterruptedProbeIsNotAFinding(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newProber(&hosts{after: time.Hour}, 30*time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		p.begin(ctx, address(t, "https://app.example/voice"))
		synctest.Wait()
		cancel()
		if why, err := p.ask(ctx, address(t, "https://app.example/voice")); why != "" || !errors.Is(err, context.Canceled) {
			t.Errorf("got %q, %v", why, err)
		}
		p.close()
	})
}
