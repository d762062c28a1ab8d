package forward

import (
	"context"
	"time"
)

// pingInterval is how often Await tries to connect.
const pingInterval = 50 * time.Millisecond

// Ping returns nil if the application accepts connections.
func (a *App) Ping(ctx context.Context) error {
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
	again := time.NewTicker(pingInterval)
	defer again.Stop()
	for a.Ping(ctx) != nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
	return nil
}
