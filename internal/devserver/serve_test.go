package devserver_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
)

// endless is a body that counts what was read of it.
type endless struct{ left, read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left, e.read = e.left-n, e.read+n
	return n, nil
}

// Clients on the internet cannot make us read or store more than the first megabyte.
func TestLargeBodyIsAnsweredWith413(t *testing.T) {
	t.Parallel()
	guard := &devserver.Guard{Token: token, Public: func() string { return public }, Next: httplog.Plain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("it was let through")
	}))}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- devserver.Serve(ctx, ln, &httplog.Recorder{Next: guard, Sink: func(httplog.Record) {}})
	}()
	body := &endless{left: 100 << 20}
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		fmt.Fprintf(conn, "POST /voice HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", body.left)
		_, _ = io.Copy(conn, body) // it is cut short
	}()
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil) // http.Client would rather tell that it could not send all
	if err != nil {
		t.Fatal(err)
	}
	<-sent
	answer.Body.Close()
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %s, want 413", answer.Status)
	}
	if body.read > 50<<20 {
		t.Errorf("%d bytes were taken", body.read)
	}
}
