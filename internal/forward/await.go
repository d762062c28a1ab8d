package forward

import (
	"context"
	"time"
)

// lookEvery is how often Await tries to connect.
const lookEvery = 50 * time.Millisecond

// Look returns nil if the application accepts connections.
func (a *App) Look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := a.own.Dial(ctx, address(a.o.Target))
	if err != nil {
		return err
	}
	return conn.Close()
}

// Await returns when the application accepts connections, or with the context's error.
func (a *App) Await(ctx context.Context) error {
	again := time.NewTicker(lookEvery)
	defer again.Stop()
	for a.Look(ctx) != nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
	return nil
}
