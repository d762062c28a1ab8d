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

// maxHeader is how long the header of an answer may be, with those of what is said before it (100, 103).
const maxHeader = 1 << 20

// newTransport is made for one application nearby: nobody stands in between, nothing is compressed that was not, and there are as many
// connections as there are requests at once. A connection that the application has closed meanwhile costs nothing: the request is
// sent once more, on a new one.
func newTransport(insecure bool) *client.Transport {
	return client.NewTransport(client.TransportOptions{
		Direct:         true,
		ConnectTimeout: 5 * time.Second,
		Like: &http.Transport{
			DisableCompression: true,
			MaxIdleConns:       256,
			// Shorter than most servers' own: Node closes idle connections after 5 s, gunicorn after 2.
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
