package forward_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// hasty is an application that closes each connection unannounced when a second request comes on it. It counts requests that came whole.
type hasty struct {
	net.Listener
	answered, dropped atomic.Int32
}

func newHasty(t *testing.T, address string) *hasty {
	t.Helper()
	ln, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("no listener on %s: %v", address, err)
	}
	t.Cleanup(func() { ln.Close() })
	h := &hasty{Listener: ln}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go h.answer(conn)
		}
	}()
	return h
}

func (h *hasty) answer(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	r, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	body, _ := io.ReadAll(r.Body)
	h.answered.Add(1)
	fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nX-Body: %d\r\nContent-Length: 11\r\n\r\n<Response/>", len(body))
	if _, err := in.Peek(1); err == nil {
		h.dropped.Add(1)
	}
}

// B1: an application that closes its connections silently loses no request.
func TestRequestIsResentAfterDeadConnection(t *testing.T) {
	t.Parallel()
	app := newHasty(t, "127.0.0.1:0")
	f := beforeURL(t, app.Addr().String(), nil)
	form := ringing + "&Long=" + strings.Repeat("x", 10<<10)
	for i := range 20 {
		answer, err := f.Client().Do(request("POST", f.URL+"/voice", webhook.FormContentType, form))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if e := <-f.seen; answer.StatusCode != 200 || answer.Header.Get("X-Body") != fmt.Sprint(len(form)) || len(e.Outcome.Alerts) > 0 {
			t.Fatalf("request %d: got %d with a body of %s, want %d: %+v", i, answer.StatusCode, answer.Header.Get("X-Body"), len(form), e.Outcome)
		}
	}
	if n := app.answered.Load(); n != 20 || app.dropped.Load() == 0 {
		t.Errorf("the app saw %d requests whole, and dropped %d; want 20, and some", n, app.dropped.Load())
	}
}

// A body that flows is gone when it was sent: what may have arrived is not sent a second time with half of it.
func TestStreamedBodyIsSentOnce(t *testing.T) {
	t.Parallel()
	app := newHasty(t, "127.0.0.1:0")
	f := beforeURL(t, app.Addr().String(), nil)
	long := strings.Repeat("x", 1<<20)
	statuses := map[int]int{}
	for range 10 {
		answer, err := f.Client().Do(request("POST", f.URL+"/voice", "application/octet-stream", long))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		statuses[answer.StatusCode]++
		if got := answer.Header.Get("X-Body"); answer.StatusCode == 200 && got != fmt.Sprint(len(long)) {
			t.Fatalf("the app got %s of %d bytes", got, len(long))
		}
		if e := <-f.seen; (answer.StatusCode == 502) != (first(e).Code == "11200") {
			t.Errorf("got %d and %+v", answer.StatusCode, e.Outcome)
		}
	}
	if statuses[200] == 0 || statuses[200]+statuses[502] != 10 || int(app.answered.Load()) != statuses[200] {
		t.Errorf("got %v, and the app saw %d requests whole", statuses, app.answered.Load())
	}
}

// B2: a port of this machine is that of both loopback addresses.
func TestPortMeansBothLoopbackAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		app := newHasty(t, address)
		_, port, _ := net.SplitHostPort(app.Addr().String())
		f := beforeURL(t, port, nil)
		answer, err := f.Client().Do(request("POST", f.URL+"/voice", webhook.FormContentType, ringing))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Errorf("%s: got %d %+v", address, answer.StatusCode, first(<-f.seen))
		}
	}
}
