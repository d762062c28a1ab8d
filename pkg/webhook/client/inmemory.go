package client

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"strconv"
)

// InMemory is a transport that lets a handler answer, without a port and without a network. Whatever the host of a URL,
// the handler gets the request, as a server would get it. A handler that panics panics through it, unless it panics with
// [http.ErrAbortHandler], which is how a handler closes the connection: that is an error here too.
//
// The handler runs on the goroutine of the request: nothing is left behind when the call is over. For the same reason it has to
// heed the context of its request: one that waits for something else, as time.Sleep does, holds up the call past every time-out,
// which is noticed when it returns. The answer is taken when the handler is done; it may Flush before, which sends nothing yet.
// It is safe for concurrent use if the handler is.
func InMemory(h http.Handler) http.RoundTripper { return inMemory{h} }

type inMemory struct{ handler http.Handler }

// RoundTrip has the handler answer. The request's body is closed, as the interface demands.
func (t inMemory) RoundTrip(req *http.Request) (answer *http.Response, err error) {
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
	if in.URL.Scheme == "https" { // as a server behind TLS gets it
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: in.URL.Hostname()}
	}
	in.URL.Scheme, in.URL.Host, in.URL.User = "", "", nil // a server sees the path only
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()

	w := &memoryWriter{header: http.Header{}}
	t.handler.ServeHTTP(w, in)
	w.WriteHeader(http.StatusOK) // unless the handler has
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}, nil
}

// memoryWriter keeps an answer. Like a server's, its header counts at the moment of WriteHeader.
type memoryWriter struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) {
	if w.status != 0 || status < 200 { // a second one, or an informational one
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

var _ http.Flusher = (*memoryWriter)(nil)

// Flush sends the header, as a server's does; the body is taken when the handler is done.
func (w *memoryWriter) Flush() { w.WriteHeader(http.StatusOK) }

func (w *memoryWriter) Write(data []byte) (int, error) {
	if w.status == 0 && w.header.Get("Content-Type") == "" {
		w.header.Set("Content-Type", http.DetectContentType(data))
	}
	w.WriteHeader(http.StatusOK)
	return w.body.Write(data)
}
