package tunnel_test

import (
	"errors"
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestRemoteStopsEndTheTunnel(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		stop func(*edgetest.Edge) error
		code string
		text string
	}{
		{
			"a stopped endpoint keeps its code",
			func(e *edgetest.Edge) error {
				e.StopTunnel("ERR_NGROK_725", "The account is over its limit.")
				return nil
			},
			"ERR_NGROK_725", "the tunnel ended: ngrok: The account is over its limit (ERR_NGROK_725)",
		},
		{
			"an endpoint may be stopped without a code",
			func(e *edgetest.Edge) error { e.StopTunnel("", "Deleted."); return nil },
			"", "the tunnel ended: ngrok: Deleted",
		},
		{
			"the dashboard may stop the agent",
			(*edgetest.Edge).StopAgents, "", "the tunnel ended: ngrok: stopped from the ngrok dashboard",
		},
		{
			"the dashboard may restart the agent, which ends it",
			(*edgetest.Edge).RestartAgents, "", "the tunnel ended: ngrok: stopped from the ngrok dashboard",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			edge := edgetest.New(t)
			tun := open(t, options(edge))
			ended := serve(t, tun, echo)
			if err := tt.stop(edge); err != nil {
				t.Fatalf("stop: %v", err)
			}
			ev := see(t, tun, tunnel.Stopped)
			for _, err := range []error{ev.Err, ends(t, ended), tun.Renew(t.Context())} {
				if e, ok := errors.AsType[*tunnel.Error](err); !ok || e.Code != tt.code || err.Error() != tt.text {
					t.Errorf("got %v, want %s", err, tt.text)
				}
			}
			if err := tun.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			if ev, more := <-tun.Events(); more {
				t.Errorf("got the event %v after the end", ev.Kind)
			}
		})
	}
}

func TestDashboardCannotUpdateTwvoice(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, echo)
	if err := edge.UpdateAgents(); err == nil {
		t.Error("got nil, want a refusal")
	}
	works(t, edge, tun.URL())
}
