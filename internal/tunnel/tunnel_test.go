package tunnel_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestRequestsComeThrough(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	o := options(edge)
	o.Metadata = "of the test"
	tun := open(t, o)
	heads := make(chan http.Header, 1)
	serve(t, tun, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/head" {
			h := r.Header.Clone()
			h.Set("Host", r.Host)
			heads <- h
		}
		echo(w, r)
	})
	for i := range 300 {
		body := fmt.Sprintf("request %d", i)
		if status, _, got := call(t, edge, tun.URL()+"/", body); status != 200 || got != "POST / "+body {
			t.Fatalf("request %d: got %d %q", i, status, got)
		}
	}
	call(t, edge, tun.URL()+"/head", "")
	head := <-heads
	host := strings.TrimPrefix(tun.URL(), "https://")
	if head.Get("X-Forwarded-Proto") != "https" || head.Get("Host") != host || head.Get("X-Forwarded-For") != "127.0.0.1" {
		t.Errorf("headers: got %v, want those of a proxy in front of %s", head, host)
	}
	if tun.Addr().String() != host {
		t.Errorf("address: got %s, want %s", tun.Addr(), host)
	}
	auths := edge.Auths()
	if len(auths) != 1 || auths[0].Token != edgetest.Token || auths[0].Metadata != "of the test" || !auths[0].CanStop {
		t.Errorf("auths: got %+v", auths)
	}
	if !strings.Contains(auths[0].UserAgent, "ngrok-go/") {
		t.Errorf("user agent: got %q, want the version that ngrok's gates look at", auths[0].UserAgent)
	}
	want := []edgetest.Bind{{Metadata: "of the test", Description: "twvoice", Granted: tun.URL()}}
	if diff := cmp.Diff(want, edge.Binds()); diff != "" {
		t.Errorf("binds (-want +got):\n%s", diff)
	}
}

func TestWebSocketsComeThrough(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	tun := open(t, options(edge))
	serve(t, tun, func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		for {
			kind, data, err := c.Read(r.Context())
			if err != nil {
				return
			}
			if err := c.Write(r.Context(), kind, data); err != nil {
				return
			}
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	url := "wss" + strings.TrimPrefix(tun.URL(), "https")
	c, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: edge.Client()})
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	for i := range 50 {
		frame := strings.Repeat(fmt.Sprintf("media %d ", i), 20)
		if err := c.Write(ctx, websocket.MessageText, []byte(frame)); err != nil {
			t.Fatalf("write: %v", err)
		}
		if _, got, err := c.Read(ctx); err != nil || string(got) != frame {
			t.Fatalf("read: got %q, %v, want %q", got, err, frame)
		}
	}
	if err := c.Close(websocket.StatusNormalClosure, ""); err != nil {
		t.Errorf("close: %v", err)
	}
}

func TestFixedDomainIsAskedForAndGranted(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	o := options(edge)
	o.URL = "mine.ngrok.app"
	tun := open(t, o)
	serve(t, tun, echo)
	if tun.URL() != "https://mine.ngrok.app" {
		t.Errorf("URL: got %s, want https://mine.ngrok.app", tun.URL())
	}
	works(t, edge, tun.URL())
}
