package forward_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/forward"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// connections is the number of concurrent callers.
const connections = 16

// BenchmarkForward is requests through the proxy from 16 connections. x-default is how many times as many it takes in a
// second as httputil.ReverseProxy with the default transport, which takes turns with it. Who calls and who answers are as
// bare as they can be, because they share the machine with what is measured.
func BenchmarkForward(b *testing.B) {
	target := bareApp(b)
	to := forward.New(forward.Options{Target: target, Public: func() string { return public }})
	b.Cleanup(to.Close)
	ours := callers(b, to)
	theirs := callers(b, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target); r.SetXForwarded() }})
	const turn = 20
	var took [2]time.Duration
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for i, call := range []func(int){ours, theirs} {
			began := time.Now()
			call(turn)
			took[i] += time.Since(began)
		}
		n += turn * connections
	}
	b.ReportMetric(float64(n)/took[0].Seconds(), "requests/s")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "x-default")
}

const answer = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 73\r\n\r\n" +
	"<Response><Say>Thanks for calling. Please hold the line.</Say></Response>"

// bareApp answers every request with the same bytes.
func bareApp(b *testing.B) *url.URL {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go answerAll(conn)
		}
	}()
	return &url.URL{Scheme: "http", Host: ln.Addr().String()}
}

func answerAll(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		if skip(in) != nil {
			return
		}
		if _, err := io.WriteString(conn, answer); err != nil {
			return
		}
	}
}

// skip reads one request or answer that has a Content-Length.
func skip(in *bufio.Reader) error {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
		if len(line) <= 2 {
			_, err := in.Discard(length)
			return err
		}
	}
}

// callers opens connections to a handler and returns a function that sends this many requests on each.
func callers(b *testing.B, h http.Handler) func(requests int) {
	b.Helper()
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	form := webhook.Call{CallSid: "CA1", From: "+14155550100", To: "+14155550111"}.Params().Encode()
	request := fmt.Sprintf("POST /voice HTTP/1.1\r\nHost: abc.ngrok.app\r\nUser-Agent: %s\r\nAccept: */*\r\nContent-Type: %s\r\n%s: %s\r\nContent-Length: %d\r\n\r\n%s",
		webhook.UserAgent, webhook.FormContentType, webhook.SignatureHeader, webhook.Sign(token, public, nil), len(form), form)
	var conns []net.Conn
	for range connections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		conns = append(conns, conn)
	}
	return func(requests int) {
		var all sync.WaitGroup
		for _, conn := range conns {
			all.Go(func() {
				in := bufio.NewReader(conn)
				for range requests {
					if _, err := io.WriteString(conn, request); err != nil {
						b.Error(err)
						return
					}
					if err := skip(in); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	}
}
