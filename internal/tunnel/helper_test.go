package tunnel_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

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
