package frame

import (
	"context"
	"time"
)

// Begun is the context of a request that cannot be undone, and what it does: "buy +14155550100". When ctx ends, by Ctrl-C, the
// request still has as long as any other to come to its end: what was paid for, or given away, must be known. That it is waited for
// is said, and what another Ctrl-C does. The request is over when the function that comes back is called.
func (f *Frame) Begun(ctx context.Context, what string) (context.Context, context.CancelFunc) {
	lasting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	over, told := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(told)
		f.Env.Notef("%s was begun: waiting for the answer, to know what became of it; Ctrl-C again gives up without it", what)
		timer := time.NewTimer(f.Timeout)
		defer timer.Stop()
		select {
		case <-over:
		case <-timer.C:
			cancel()
		}
	})
	return lasting, func() {
		close(over)
		if !stop() {
			<-told
		}
		cancel()
	}
}
