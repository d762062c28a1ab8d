package tunnel_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestCloseTakesTheURLOffline(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	ended := serve(t, tun, echo)
	url := tun.URL()
	for range 2 {
		if err := tun.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	if err := ends(t, ended); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept: got %v, want net.ErrClosed", err)
	}
	if ev, open := <-tun.Events(); open {
		t.Errorf("events: got %v, want the end", ev)
	}
	if err := tun.Renew(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("renew: got %v, want net.ErrClosed", err)
	}
	if err := edge.Await(t.Context(), func() bool { return len(edge.Online()) == 0 }); err != nil {
		t.Fatal(err)
	}
	if status, code, _ := call(t, edge, url, ""); status != 404 || code != "ERR_NGROK_3200" {
		t.Errorf("afterwards: got %d %s, want 404 ERR_NGROK_3200", status, code)
	}
}

// A connection that is not accepted holds a lock inside ngrok-go that its Close waits for.
func TestCloseDoesNotWaitForUnacceptedConnections(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	const callers = 3
	answered := make(chan error, callers)
	for range callers {
		go func() {
			resp, err := edge.Client().Post(tun.URL(), "text/plain", strings.NewReader("hello"))
			if err == nil {
				err = resp.Body.Close()
			}
			answered <- err
		}()
	}
	if err := edge.Await(t.Context(), func() bool { return edge.Streams() == callers }); err != nil {
		t.Fatal(err)
	}
	if err := tun.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	for range callers {
		if err := <-answered; err != nil {
			t.Errorf("the caller: got %v, want ngrok's own answer", err)
		}
	}
}

func TestCloseDoesNotWaitForAnAnswerOfNgrok(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	edge.HoldBinds()
	ctx, cancel := context.WithCancelCause(t.Context())
	renewed := make(chan error, 1)
	go func() { renewed <- tun.Renew(ctx) }()
	if err := edge.Await(t.Context(), func() bool { return len(edge.Binds()) == 2 }); err != nil {
		t.Fatal(err)
	}
	impatient := errors.New("gave up")
	cancel(impatient)
	if err := <-renewed; !errors.Is(err, impatient) {
		t.Errorf("renew: got %v, want the cause of the cancellation", err)
	}
	if err := tun.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}
