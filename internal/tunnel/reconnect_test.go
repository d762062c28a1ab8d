package tunnel_test

import (
	"context"
	"errors"
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

// see waits for events of these kinds, in this order, and returns the last.
func see(t *testing.T, tun tunnel.Tunnel, kinds ...tunnel.Kind) tunnel.Event {
	t.Helper()
	var ev tunnel.Event
	for _, kind := range kinds {
		if ev = next(t, tun); ev.Kind != kind {
			t.Fatalf("event: got %v (%v), want %v", ev.Kind, ev.Err, kind)
		}
		if (ev.Err == nil) != (kind == tunnel.Restored) {
			t.Errorf("%v: got the error %v", kind, ev.Err)
		}
	}
	return ev
}

func TestDroppedSessionReconnects(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, echo)
	url := tun.URL()
	for range 3 {
		edge.DropSessions()
		see(t, tun, tunnel.Lost, tunnel.Restored)
		works(t, edge, url)
	}
	auths := edge.Auths()
	if len(auths) != 4 || auths[1].ClientID == "" {
		t.Errorf("auths: got %+v, want one and three that resume it", auths)
	}
	if tun.URL() != url {
		t.Errorf("URL: got %s, want %s as before", tun.URL(), url)
	}
}

func TestRefusedRebindIsRetried(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, echo)
	edge.RefuseRebind(2)
	edge.DropSessions()
	see(t, tun, tunnel.Lost)
	for range 2 {
		ev := see(t, tun, tunnel.Retrying)
		if e, ok := errors.AsType[*tunnel.Error](ev.Err); !ok || e.Code != "ERR_NGROK_334" {
			t.Errorf("retry: got %v, want ERR_NGROK_334", ev.Err)
		}
	}
	see(t, tun, tunnel.Restored)
	works(t, edge, tun.URL())
}

func TestRevokedTokenEndsRetries(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	edge.Refuse("ERR_NGROK_107", "The authtoken you specified is properly formed, but it is invalid.")
	edge.DropSessions()
	ev := see(t, tun, tunnel.Lost, tunnel.Retrying)
	if e, ok := errors.AsType[*tunnel.Error](ev.Err); !ok || e.Code != "ERR_NGROK_107" {
		t.Errorf("retry: got %v, want ERR_NGROK_107", ev.Err)
	}
	edge.Refuse("", "")
	see(t, tun, tunnel.Restored)
}

// ngrok-go keeps the old URL when a rebind is answered with another.
func TestRenewFollowsAChangedURL(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, echo)
	old := tun.URL()
	moved, err := edge.NextURL("")
	if err != nil {
		t.Fatal(err)
	}
	edge.DropSessions()
	see(t, tun, tunnel.Lost, tunnel.Restored)
	if status, code, _ := call(t, edge, old, ""); status != 404 || code != "ERR_NGROK_3200" {
		t.Errorf("the old URL: got %d %s, want 404 ERR_NGROK_3200", status, code)
	}
	if err := tun.Renew(t.Context()); err != nil {
		t.Fatalf("renew: %v", err)
	}
	if tun.URL() != moved || moved == old {
		t.Errorf("URL: got %s, want %s and not %s", tun.URL(), moved, old)
	}
	works(t, edge, tun.URL())
	if n := len(edge.Online()); n != 1 {
		t.Errorf("%d endpoints online, want one", n)
	}
}

func TestRenewCanFailAndBeTriedAgain(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, echo)
	edge.RefuseBind("ERR_NGROK_334", "The endpoint is already online.")
	err := tun.Renew(t.Context())
	if e, ok := errors.AsType[*tunnel.Error](err); !ok || e.Code != "ERR_NGROK_334" {
		t.Errorf("renew: got %v, want ERR_NGROK_334", err)
	}
	edge.RefuseBind("", "")
	if err := tun.Renew(t.Context()); err != nil {
		t.Fatalf("renew again: %v", err)
	}
	works(t, edge, tun.URL())
}

func TestRenewHeedsItsContext(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("gave up"))
	if err := tun.Renew(ctx); err == nil || err.Error() != "gave up" {
		t.Errorf("got %v, want the cause", err)
	}
	if n := len(edge.Binds()); n != 1 {
		t.Errorf("bound %d times, want once: the endpoint stays", n)
	}
}
