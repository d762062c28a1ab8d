package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// request is a request as it is sent, with the expected status.
type request struct {
	wire []byte
	want int
}

// newRequest encodes a request in advance, so that only the server is measured.
func newRequest(method, resource string, form url.Values, want int) request {
	body := form.Encode()
	basic := base64.StdEncoding.EncodeToString([]byte(account + ":" + token))
	return request{want: want, wire: fmt.Appendf(nil, "%s /2010-04-01/Accounts/%s/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", method, account, resource, basic, len(body), body)}
}

// taken is the duration of all requests, and the 99th percentile.
type taken struct{ all, p99 time.Duration }

// load sends requests over this number of connections, each of which waits for an answer before its next request. The
// time counts from when all are open.
func load(ctx context.Context, addr string, connections int, requests []request) (taken, error) {
	conns := make([]net.Conn, 0, connections)
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for range connections {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return taken{}, err
		}
		conns = append(conns, conn)
	}
	defer context.AfterFunc(ctx, func() {
		for _, c := range conns {
			c.Close()
		}
	})()
	var next atomic.Int64
	failed := make([]error, connections)
	each := make([]time.Duration, len(requests))
	began := time.Now()
	var all sync.WaitGroup
	for i, conn := range conns {
		all.Go(func() { failed[i] = ask(conn, requests, &next, each) })
	}
	all.Wait()
	took := time.Since(began)
	slices.Sort(each)
	return taken{all: took, p99: each[len(each)*99/100]}, errors.Join(failed...)
}

// ask sends the remaining requests on one connection and records the duration of each.
func ask(conn net.Conn, requests []request, next *atomic.Int64, each []time.Duration) error {
	answers := bufio.NewReader(conn)
	for {
		n := int(next.Add(1)) - 1
		if n >= len(requests) {
			return nil
		}
		began := time.Now()
		if _, err := conn.Write(requests[n].wire); err != nil {
			return err
		}
		resp, err := http.ReadResponse(answers, nil)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		each[n] = time.Since(began)
		if resp.StatusCode != requests[n].want {
			return fmt.Errorf("request %d: got status %d, want %d: %s", n+1, resp.StatusCode, requests[n].want, body)
		}
	}
}
