package frame

import (
	"context"
	"time"
)

// Wait is time on the wall, for whoever looks at something again and again. It ends early with ctx, whose error it returns.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
