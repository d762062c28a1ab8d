package frame

import (
	"context"
	"time"
)

// Begun is the context of a request that cannot be undone. When ctx ends, by Ctrl-C, the request still has as long as
// any other to come to its end: what was paid for, or given away, must be known.
func (f *Frame) Begun(ctx context.Context) (context.Context, context.CancelFunc) {
	lasting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(f.Timeout, cancel) })
	return lasting, func() { stop(); cancel() }
}
