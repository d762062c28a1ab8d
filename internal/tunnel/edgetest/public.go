package edgetest

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"time"
)

// site is the public side of one host: a listener on loopback, which passes requests to an agent or answers that none is
// connected.
type site struct {
	edge   *Edge
	host   string
	ln     net.Listener
	server *http.Server
	relay  *httputil.ReverseProxy
}

func hostOf(url string) string { return strings.TrimPrefix(url, "https://") }

// freshURL returns a public URL that needs no proxy, because its host is a new loopback port. It needs e.mu.
func (e *Edge) freshURL() (string, error) {
	s, err := e.openSite("")
	if err != nil {
		return "", err
	}
	return "https://" + s.host, nil
}

// siteOf returns the site of a URL. A named host is reachable through [Edge.Client] and [Edge.ProxyURL]. It needs e.mu.
func (e *Edge) siteOf(url string) (*site, error) {
	if s := e.sites[hostOf(url)]; s != nil {
		return s, nil
	}
	return e.openSite(hostOf(url))
}

func (e *Edge) openSite(host string) (*site, error) {
	if e.closed {
		return nil, net.ErrClosed
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if host == "" {
		host = ln.Addr().String()
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	cert, err := e.ca.leaf(name)
	if err != nil {
		_ = ln.Close()
		return nil, err
	}
	s := newSite(e, host, cert)
	s.ln = ln
	e.sites[host] = s
	e.served.Go(func() { _ = s.server.ServeTLS(ln, "", "") })
	return s, nil
}

func newSite(e *Edge, host string, cert tls.Certificate) *site {
	s := &site{edge: e, host: host}
	s.relay = &httputil.ReverseProxy{
		Rewrite:      s.rewrite,
		ErrorHandler: s.broken,
		ErrorLog:     log.New(io.Discard, "", 0),
		Transport: &http.Transport{
			DialContext:         s.dialAgent,
			DisableCompression:  true,
			MaxIdleConnsPerHost: -1, // a stream for each request, without a Connection: close for the application
		},
	}
	s.server = &http.Server{
		Handler:           s,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{cert}},
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	return s
}

// ServeHTTP passes a request to the agent of the host.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.binding() == nil {
		answer(w, http.StatusNotFound, "ERR_NGROK_3200", "The endpoint "+s.host+" is offline.")
		return
	}
	s.relay.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey{}, r.RemoteAddr)))
}

func (s *site) binding() *binding {
	s.edge.mu.Lock()
	defer s.edge.mu.Unlock()
	return s.edge.online[s.host]
}

// rewrite adds ngrok's headers; the Host header stays the public one.
func (s *site) rewrite(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme = "http"
	r.Out.URL.Host = s.host
	r.Out.Host = r.In.Host
	r.SetXForwarded()
}

// clientKey is the context key of the client's address, for dialAgent.
type clientKey struct{}

func (s *site) dialAgent(ctx context.Context, _, _ string) (net.Conn, error) {
	b := s.binding()
	if b == nil {
		return nil, fmt.Errorf("%s went offline", s.host)
	}
	stream, err := b.session.mux.OpenTypedStream(streamProxy)
	if err != nil {
		return nil, err
	}
	client, _ := ctx.Value(clientKey{}).(string)
	header, err := json.Marshal(map[string]any{
		"Id": b.id, "ClientAddr": client, "Proto": "https", "EdgeType": "3", "PassthroughTLS": false,
	})
	if err != nil {
		return nil, err
	}
	// The only little-endian value of the protocol.
	if _, err := stream.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...)); err != nil {
		_ = stream.Close()
		return nil, err
	}
	s.edge.mu.Lock()
	defer s.edge.mu.Unlock()
	s.edge.streams++
	s.edge.notify()
	return stream, nil
}

// Streams returns how many client connections were passed to agents so far.
func (e *Edge) Streams() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.streams
}

// broken answers with ngrok's page for an application that does not speak HTTP.
func (s *site) broken(w http.ResponseWriter, _ *http.Request, err error) {
	answer(w, http.StatusBadGateway, "ERR_NGROK_3004", "The server returned an invalid or incomplete HTTP response: "+err.Error())
}

func answer(w http.ResponseWriter, status int, code, text string) {
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Ngrok-Error-Code", code)
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "%s\n\n%s\n", text, code)
}
