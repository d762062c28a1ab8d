package forward

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/upstream"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// maxHeader limits the header of an answer, including informational responses (100, 103), in bytes.
const maxHeader = 1 << 20

// newTransport returns a transport for one application nearby: without a proxy, without added compression, and with any
// number of connections. If the application closed an idle connection in the meantime, the request is sent once more on
// a new one.
func newTransport(insecure bool) *client.Transport {
	return client.NewTransport(client.TransportOptions{
		Direct:         true,
		ConnectTimeout: 5 * time.Second,
		Like: &http.Transport{
			DisableCompression: true,
			MaxIdleConns:       256,
			// Shorter than most servers' timeout: Node closes idle connections after 5 s, gunicorn after 2.
			IdleConnTimeout:        time.Second,
			TLSHandshakeTimeout:    5 * time.Second,
			ResponseHeaderTimeout:  giveUp,
			ExpectContinueTimeout:  time.Second,
			TLSClientConfig:        &tls.Config{InsecureSkipVerify: insecure, RootCAs: upstream.Roots()}, //nolint:gosec // --insecure says so
			Protocols:              onlyHTTP1(),
			MaxResponseHeaderBytes: maxHeader,
		},
	})
}

// onlyHTTP1 returns HTTP/1 only, because an upgrade to a WebSocket needs it.
func onlyHTTP1() *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	return &p
}

// buffers pools the buffers that bodies are copied with.
type buffers struct{ pool sync.Pool }

const bufferSize = 16 << 10 // most answers fit into one

func newBuffers() *buffers {
	return &buffers{sync.Pool{New: func() any { return new([bufferSize]byte) }}}
}

// Get implements httputil.BufferPool.
func (b *buffers) Get() []byte { return b.pool.Get().(*[bufferSize]byte)[:] }

// Put implements httputil.BufferPool.
func (b *buffers) Put(used []byte) { b.pool.Put((*[bufferSize]byte)(used)) }

// discardLog drops the proxy's own log: problems are reported through the records.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
