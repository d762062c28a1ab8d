package client

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"strconv"
)

// InMemory returns a transport that calls a handler directly, without a port and without a network.
// The handler gets every request, whatever its host, in the form in which a server would get it. A
// panic of the handler propagates, except for [http.ErrAbortHandler], by which a handler closes the
// connection: it becomes an error.
//
// The handler runs on the goroutine of the request, so nothing is left running after the call. It
// must therefore respect the context of its request: one that blocks otherwise, as in time.Sleep,
// delays the call beyond every timeout, which is noticed only when it returns. The answer is
// complete when the handler returns; Flush is allowed, and sends nothing earlier. A handler can
// upgrade a request to a WebSocket; it then runs on a separate goroutine, until it returns. The
// transport is safe for concurrent use if the handler is.
func InMemory(h http.Handler) http.RoundTripper { return inMemory{h} }

type inMemory struct{ handler http.Handler }

// RoundTrip calls the handler. It closes the request's body, as the interface requires.
func (t inMemory) RoundTrip(req *http.Request) (answer *http.Response, err error) {
	if upgrades(req) {
		return t.upgrade(req)
	}
	defer func() {
		switch bug := recover(); bug {
		case nil:
		case http.ErrAbortHandler:
			err = io.ErrUnexpectedEOF
		default:
			panic(bug)
		}
	}()
	in := req.Clone(req.Context())
	in.RequestURI = req.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.URL.Scheme == "https" { // as a server with TLS gets it
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: in.URL.Hostname()}
	}
	in.URL.Scheme, in.URL.Host, in.URL.User = "", "", nil // a server sees only the path
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()

	w := &memoryWriter{header: http.Header{}}
	t.handler.ServeHTTP(w, in)
	w.WriteHeader(http.StatusOK) // has no effect if the handler has called it
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}, nil
}

// memoryWriter stores an answer. Its header is fixed by WriteHeader, as a server's is.
type memoryWriter struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

// Header returns the header, which changes have an effect on until WriteHeader.
func (w *memoryWriter) Header() http.Header { return w.header }

// WriteHeader fixes the status and the header.
func (w *memoryWriter) WriteHeader(status int) {
	if w.status != 0 || status < 200 { // ignores a second status, or an informational one
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

var _ http.Flusher = (*memoryWriter)(nil)

// Flush fixes the header, as a server's does; the body is read when the handler returns.
func (w *memoryWriter) Flush() { w.WriteHeader(http.StatusOK) }

// Write appends to the body.
func (w *memoryWriter) Write(data []byte) (int, error) {
	if w.status == 0 && w.header.Get("Content-Type") == "" {
		w.header.Set("Content-Type", http.DetectContentType(data))
	}
	w.WriteHeader(http.StatusOK)
	return w.body.Write(data)
}
