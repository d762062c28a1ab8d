package forward

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// mostHeader is how long the header of an answer may be, with those of what is said before it (100, 103).
const mostHeader = 1 << 20

// newTransport is made for one application nearby: nobody stands in between, nothing is compressed that was not, and a
// connection is kept for a moment only.
func newTransport(insecure bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Transport{
		DialContext:         dialer.DialContext,
		DisableCompression:  true,
		MaxIdleConns:        256,
		MaxIdleConnsPerHost: 256,
		// Shorter than any server's own: Node closes idle connections after 5 s, gunicorn after 2, and a POST that meets a
		// connection which is just being closed is lost.
		IdleConnTimeout:       time.Second,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: giveUp,
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       &tls.Config{InsecureSkipVerify: insecure}, //nolint:gosec // --insecure says so
		Protocols:             onlyHTTP1(),

		MaxResponseHeaderBytes: mostHeader,
	}
}

// onlyHTTP1 because an upgrade to a WebSocket needs it.
func onlyHTTP1() *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	return &p
}

// buffers lends what bodies are copied with.
type buffers struct{ pool sync.Pool }

const bufferSize = 16 << 10 // most answers fit in one

func newBuffers() *buffers {
	return &buffers{sync.Pool{New: func() any { return new([bufferSize]byte) }}}
}

// Get implements httputil.BufferPool.
func (b *buffers) Get() []byte { return b.pool.Get().(*[bufferSize]byte)[:] }

// Put implements httputil.BufferPool.
func (b *buffers) Put(used []byte) { b.pool.Put((*[bufferSize]byte)(used)) }

// quiet keeps the proxy's own log off the screen: what a person needs to know is in the exchanges.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
