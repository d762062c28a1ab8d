//go:build !race

// ngrok-go itself has a data race on this path: it logs the timeout with a field that Auth writes.

package tunnel_test

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestHeartbeatDetectsDeadSession(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	o := options(edge)
	o.HeartbeatInterval, o.HeartbeatTolerance = 100*time.Millisecond, 100*time.Millisecond
	tun := open(t, o)
	serve(t, tun, echo)
	edge.Mute()
	see(t, tun, tunnel.Lost)
	edge.Unmute()
	for next(t, tun).Kind != tunnel.Restored { // the line may die more than once before it is unmuted
	}
}
