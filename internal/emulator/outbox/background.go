package outbox

import (
	"context"
	"sync"
)

// Background is what has to be done after an answer, and without making it wait: webhooks, above all, whose applications
// may well ask the API before they answer. Each errand has a goroutine of its own, so that none can wait for another
// one's turn; close waits for all of them. The zero value is ready.
type Background struct {
	mu      sync.Mutex
	closed  bool
	last    int
	cancels map[int]context.CancelFunc
	running sync.WaitGroup
}

// Start has do run on its own, with the values of ctx but not its end. Once closed, nothing is started any more, which
// it reports.
func (s *Background) Start(ctx context.Context, do func(context.Context)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.last++
	id := s.last
	if s.cancels == nil {
		s.cancels = map[int]context.CancelFunc{}
	}
	s.cancels[id] = cancel
	s.running.Go(func() {
		defer s.end(id)
		do(ctx)
	})
	return true
}

func (s *Background) end(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancels[id]()
	delete(s.cancels, id)
}

// close waits for what is under way, patiently while ctx lasts and then by cancelling it; its error is ctx's.
func (s *Background) close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, cancel := range s.cancels {
			cancel()
		}
	})
	s.running.Wait()
	if !stop() {
		return ctx.Err()
	}
	return nil
}
