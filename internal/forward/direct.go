package forward

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"sync"
	"time"
)

// direct makes the requests of which there are many, plain ones with a short body, on the goroutine that they came on:
// http.Transport hands each of them to two others and back, which is half of what forwarding costs. All else (TLS, upgrades,
// bodies that flow) goes to the transport. It is safe for concurrent use.
type direct struct {
	*http.Transport
	address string
	dialer  net.Dialer

	mu     sync.Mutex
	idle   []*line // the freshest last
	closed bool
	sweep  *time.Timer
}

// fresh is how long a connection waits for the next request. It is so short because nobody watches it meanwhile: a POST that
// meets a connection which the application has closed is lost. A new one costs a tenth of a millisecond.
const fresh = 100 * time.Millisecond

// mostIdle is how many connections are kept for the next burst.
const mostIdle = 256

// line is one connection to the application.
type line struct {
	conn  net.Conn
	in    *bufio.Reader
	bound *bound
	out   *bufio.Writer
	since time.Time
}

// bound reads so many bytes, and then fails: net/http itself takes a header of any length.
type bound struct {
	net.Conn
	left int
}

const unbound = -1

var errHeader = fmt.Errorf("the header of the answer is longer than %d bytes", mostHeader)

func (b *bound) Read(p []byte) (int, error) {
	if b.left == unbound {
		return b.Conn.Read(p)
	}
	if b.left == 0 {
		return 0, errHeader
	}
	n, err := b.Conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// RoundTrip implements [http.RoundTripper].
func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if !d.plain(r) {
		return d.Transport.RoundTrip(r)
	}
	l, err := d.take(r.Context())
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(r.Context(), func() { l.conn.Close() }) // who waits for it, wakes up
	answer, err := l.ask(r)
	if err != nil {
		stop()
		l.conn.Close()
		if gone := r.Context().Err(); gone != nil {
			err = gone
		}
		return nil, err
	}
	answer.Body = &lineBody{ReadCloser: answer.Body, direct: d, line: l, stop: stop, keep: !answer.Close}
	return answer, nil
}

func (d *direct) plain(r *http.Request) bool {
	v := visitOf(r.Context())
	return r.URL.Scheme == "http" && r.Header.Get("Upgrade") == "" && r.Header.Get("Expect") == "" && (r.Body == nil || v.body != nil)
}

func (l *line) ask(r *http.Request) (*http.Response, error) {
	if err := l.conn.SetReadDeadline(time.Now().Add(giveUp)); err != nil {
		return nil, err
	}
	err := r.Write(l.out)
	if err == nil {
		err = l.out.Flush()
	}
	if err != nil {
		return nil, err
	}
	l.bound.left = mostHeader
	defer func() { l.bound.left = unbound }()
	trace := httptrace.ContextClientTrace(r.Context())
	for {
		answer, err := http.ReadResponse(l.in, r)
		if err != nil || answer.StatusCode >= http.StatusOK || answer.StatusCode == http.StatusSwitchingProtocols {
			if err == nil {
				err = l.conn.SetReadDeadline(time.Time{})
			}
			return answer, err
		}
		if trace != nil && trace.Got1xxResponse != nil {
			if err := trace.Got1xxResponse(answer.StatusCode, textproto.MIMEHeader(answer.Header)); err != nil {
				return nil, err
			}
		}
	}
}

// take is a connection that nobody uses.
func (d *direct) take(ctx context.Context) (*line, error) {
	d.mu.Lock()
	if n := len(d.idle); n > 0 {
		l := d.idle[n-1]
		if time.Since(l.since) < fresh {
			d.idle = d.idle[:n-1]
			d.mu.Unlock()
			return l, nil
		}
	}
	d.mu.Unlock()
	conn, err := d.dialer.DialContext(ctx, "tcp", d.address)
	if err != nil {
		return nil, err
	}
	limited := &bound{Conn: conn, left: unbound}
	return &line{conn: conn, in: bufio.NewReader(limited), bound: limited, out: bufio.NewWriterSize(conn, inOne)}, nil
}

// put keeps a connection for the next request.
func (d *direct) put(l *line) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || len(d.idle) >= mostIdle || l.in.Buffered() > 0 {
		l.conn.Close()
		return
	}
	l.since = time.Now()
	d.idle = append(d.idle, l)
	if d.sweep == nil {
		d.sweep = time.AfterFunc(fresh, d.drop)
	}
}

// drop closes what is not fresh any more.
func (d *direct) drop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	stale := 0
	for stale < len(d.idle) && (d.closed || time.Since(d.idle[stale].since) >= fresh) {
		d.idle[stale].conn.Close()
		stale++
	}
	d.idle = append(d.idle[:0], d.idle[stale:]...)
	d.sweep = nil
	if len(d.idle) > 0 {
		d.sweep = time.AfterFunc(fresh, d.drop)
	}
}

// close lets go of every connection that nobody uses.
func (d *direct) close() {
	d.mu.Lock()
	d.closed = true
	if d.sweep != nil {
		d.sweep.Stop()
	}
	d.mu.Unlock()
	d.drop()
	d.CloseIdleConnections()
}

// lineBody gives the connection back when the answer is at its end, and closes it when somebody has heard enough.
type lineBody struct {
	io.ReadCloser
	direct *direct
	line   *line
	stop   func() bool
	keep   bool
	over   bool
}

func (b *lineBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.end(err == io.EOF) //nolint:errorlint // a wrapped one is none
	}
	return n, err
}

// Close implements [io.Closer].
func (b *lineBody) Close() error {
	b.end(false)
	return nil
}

func (b *lineBody) end(whole bool) {
	if b.over {
		return
	}
	b.over = true
	if b.stop() && whole && b.keep {
		b.direct.put(b.line)
		return
	}
	b.line.conn.Close()
}

// newDirect is the transport to one application.
func newDirect(o Options) *direct {
	d := &direct{Transport: newTransport(o.Insecure), address: address(o.Target)}
	d.dialer.Timeout = 5 * time.Second
	return d
}
