package upstream

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/proxy"
)

// Dial connects to address through a proxy, with CONNECT or SOCKS. A nil proxy means a direct connection.
func Dial(ctx context.Context, via *url.URL, address string) (net.Conn, error) {
	if via == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}
	conn, err := dialVia(ctx, via, address)
	if err != nil {
		return nil, fmt.Errorf("proxy %s: %w", via.Redacted(), err)
	}
	return conn, nil
}

func dialVia(ctx context.Context, via *url.URL, address string) (net.Conn, error) {
	var dialer proxy.ContextDialer = new(net.Dialer)
	port := "80"
	switch via.Scheme {
	case "http":
	case "https":
		dialer, port = &tls.Dialer{Config: &tls.Config{RootCAs: Roots()}}, "443"
	case "socks5", "socks5h":
		return dialSOCKS(ctx, via, address)
	default:
		return nil, fmt.Errorf("use http, https, socks5 or socks5h")
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(via.Hostname(), cmp.Or(via.Port(), port)))
	if err != nil {
		return nil, err
	}
	// The proxy might not answer: when ctx ends, a deadline in the past ends the wait.
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	way, err := connect(conn, via.User, address)
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return way, nil
}

func dialSOCKS(ctx context.Context, via *url.URL, address string) (net.Conn, error) {
	var auth *proxy.Auth
	if via.User != nil {
		password, _ := via.User.Password()
		auth = &proxy.Auth{User: via.User.Username(), Password: password}
	}
	host := net.JoinHostPort(via.Hostname(), cmp.Or(via.Port(), "1080"))
	socks, err := proxy.SOCKS5("tcp", host, auth, new(net.Dialer))
	if err != nil {
		return nil, err
	}
	return socks.(proxy.ContextDialer).DialContext(ctx, "tcp", address) // SOCKS5 always returns a ContextDialer
}

// maxAnswer limits the answer to a CONNECT with its header, in bytes.
const maxAnswer = 64 << 10

// connect sends a CONNECT for address to the proxy.
func connect(conn net.Conn, user *url.Userinfo, address string) (net.Conn, error) {
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if user != nil {
		password, _ := user.Password()
		pair := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
		req.Header.Set("Proxy-Authorization", "Basic "+pair)
	}
	if err := req.Write(conn); err != nil {
		return nil, err
	}
	answer := bufio.NewReader(io.LimitReader(conn, maxAnswer)) // tunneled data after it is read from conn itself
	resp, err := http.ReadResponse(answer, req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("CONNECT %s: %s", address, resp.Status)
	}
	return Rest(conn, answer), nil
}
