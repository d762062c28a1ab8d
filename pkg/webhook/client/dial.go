package client

import (
	"context"
	"errors"
	"net"
	"time"
)

// dialer makes connections: to other addresses where the options require it, and to both loopback addresses for
// localhost.
type dialer struct {
	connect []ConnectTo
	net     net.Dialer
}

// moves reports whether connections to host:port go to another address.
func (d *dialer) moves(address string) bool { return d.goal(address) != address }

func (d *dialer) goal(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	for _, c := range d.connect {
		if c.Address != "" && c.matches(host, port) {
			if c.ToPort != "" {
				port = c.ToPort
			}
			return net.JoinHostPort(c.Address, port)
		}
	}
	return address
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	address = d.goal(address)
	host, port, err := net.SplitHostPort(address)
	if err != nil || net.ParseIP(host) != nil || !Loopback(host) {
		return d.net.DialContext(ctx, network, address)
	}
	return d.both(ctx, port)
}

// headStart is how long ::1 waits for 127.0.0.1, which most applications listen on.
const headStart = 50 * time.Millisecond

// both connects to 127.0.0.1, or to ::1 if nothing listens there. Neither waits for the other to
// time out.
func (d *dialer) both(ctx context.Context, port string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	first, second := make(chan dialed, 1), make(chan dialed, 1)
	try := func(host string, to chan<- dialed) {
		conn, err := d.net.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
		to <- dialed{conn, err}
	}
	go try("127.0.0.1", first)
	timer := time.NewTimer(headStart)
	defer timer.Stop()
	select {
	case got := <-first:
		if got.err == nil {
			return got.conn, nil
		}
		first <- got // received by earlier
	case <-timer.C:
	}
	go try("::1", second)
	return firstConn(cancel, first, second)
}

type dialed struct {
	conn net.Conn
	err  error
}

// firstConn returns the first of two connections, or the first one's error if both fail. It waits for
// both goroutines; the slower one is canceled.
func firstConn(cancel func(), first, second <-chan dialed) (net.Conn, error) {
	var won net.Conn
	var failed [2]error
	for range 2 {
		var got dialed
		which := 0
		select {
		case got = <-first:
			first = nil
		case got = <-second:
			second, which = nil, 1
		}
		switch {
		case got.err != nil:
			failed[which] = got.err
		case won != nil:
			got.conn.Close()
		default:
			won = got.conn
			cancel()
		}
	}
	if won != nil {
		return won, nil
	}
	if errors.Is(failed[0], context.Canceled) {
		return nil, failed[1]
	}
	return nil, failed[0]
}
