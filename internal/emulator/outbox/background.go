package outbox

import (
	"context"
	"sync"
)

// Background runs work that follows an answer and must not delay it, mainly webhooks, whose
// applications may call the API before they answer. Each task has its own goroutine, so tasks never
// wait for each other; close waits for all of them. The zero value is ready to use.
type Background struct {
	mu      sync.Mutex
	closed  bool
	last    int
	cancels map[int]context.CancelFunc
	running sync.WaitGroup
}

// Start runs do in a goroutine, with the values of ctx but without its cancellation. It reports
// whether do was started, which is false after close.
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

// close waits for the running tasks until ctx ends, and then cancels them. It returns the error of
// ctx.
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
