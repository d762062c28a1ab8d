package inspector_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/internal/judge"
)

// serve answers at an address until the test ends, or until it is shut down, which waits for every handler for as long as that takes.
func serve(t *testing.T, in *inspector.Inspector, at string) (address string, shutdown func()) {
	t.Helper()
	ln, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: in}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(ln) }()
	t.Cleanup(func() { server.Close(); <-done })
	return ln.Addr().String(), func() {
		if err := server.Shutdown(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
}

// large is a request that takes room in a stream.
func large(n int) capture.Request {
	return capture.Request{Head: capture.Head{
		CallSid: fmt.Sprint("CA", n%10), Method: "POST", URL: "http://127.0.0.1/" + strings.Repeat("x", 8000), Status: 200, Purpose: judge.Voice,
	}}
}

// A page that does not read blocks nothing: its queue is limited, and so is the stream's end.
func TestSilentPageDoesNotDelayTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	address, shutdown := serve(t, w.in, "127.0.0.1:0")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET /api/events?token=%s HTTP/1.1\r\nHost: %s\r\n\r\n", pageToken, address); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 15)
	if _, err := conn.Read(first); err != nil || string(first) != "HTTP/1.1 200 OK" {
		t.Fatalf("%q %v", first, err)
	}
	for n := range 3000 { // 24 MB, of which nothing is read: more than the buffers of any system hold
		w.in.Seen(large(n))
	}
	w.in.Close()
	shutdown() // waits for the handler, which would wait for us
}

func TestCloseHangsUpCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, menu())
	s := w.listen()
	w.dial()
	s.until("the prompt", messageStep("Press 1 or 2."))
	w.in.Close() // waits for the call, which would wait for ten minutes
	for s.next() {
	}
	if status := w.ask("GET", "/", nil, nil); status != http.StatusServiceUnavailable {
		t.Errorf("after the end: %d, want 503", status)
	}
}
