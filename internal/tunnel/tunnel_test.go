package tunnel_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

// patience is only ever used up by a failing test.
const patience = 30 * time.Second

// options lead to the edge.
func options(edge *edgetest.Edge) tunnel.Options {
	return tunnel.Options{
		Authtoken:      edgetest.Token,
		ConnectURL:     edge.Addr(),
		ConnectCAs:     edge.CAFile(),
		ConnectTimeout: patience,
	}
}

// open opens a tunnel that is closed at the end of the test.
func open(t *testing.T, o tunnel.Options) *tunnel.Ngrok {
	t.Helper()
	tun, err := tunnel.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = tun.Close() })
	return tun
}

// serve answers requests on ln, and returns the error that ended it.
func serve(t *testing.T, ln net.Listener, h http.HandlerFunc) <-chan error {
	t.Helper()
	server := &http.Server{Handler: h}
	ended := make(chan error, 1)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		ended <- server.Serve(ln)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-finished
	})
	return ended
}

// echo answers with the method, the path and the body.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	_, _ = fmt.Fprintf(w, "%s %s %s", r.Method, r.URL.RequestURI(), body)
}

// call posts to a public URL and returns the status, ngrok's code and the body.
func call(t *testing.T, edge *edgetest.Edge, url, body string) (int, string, string) {
	t.Helper()
	resp, err := edge.Client().Post(url, "text/plain", strings.NewReader(body))
	if err != nil {
		t.Fatalf("call %s: %v", url, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("call %s: %v", url, err)
	}
	return resp.StatusCode, resp.Header.Get("Ngrok-Error-Code"), string(text)
}

// works fails the test unless echo answers under url.
func works(t *testing.T, edge *edgetest.Edge, url string) {
	t.Helper()
	if status, _, body := call(t, edge, url+"/voice?x=1", "hello"); status != 200 || body != "POST /voice?x=1 hello" {
		t.Fatalf("%s: got %d %q, want 200 from the application", url, status, body)
	}
}

// next waits for the next event.
func next(t *testing.T, tun tunnel.Tunnel) tunnel.Event {
	t.Helper()
	select {
	case ev, ok := <-tun.Events():
		if !ok {
			t.Fatal("the events ended")
		}
		return ev
	case <-time.After(patience):
		t.Fatal("no event")
		panic("unreachable")
	}
}

// ends waits for the error that ended serve.
func ends(t *testing.T, ended <-chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		t.Fatal("the server goes on")
		return nil
	}
}

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

// A connection that nobody accepts holds a lock inside ngrok-go that its Close waits for.
func TestCloseDoesNotWaitForConnectionsThatNobodyAccepts(t *testing.T) {
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
