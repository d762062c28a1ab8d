package forward

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/internal/socketlog"
)

// follow begins to read along on a WebSocket that the application has accepted.
func (v *visit) follow(answer *http.Response) {
	conn, ok := answer.Body.(io.ReadWriteCloser)
	if !ok || !upgrades(v.r) || v.app.o.Sockets == nil || v.app.o.Event == nil {
		return
	}
	v.follows = newFollower(v.app.o, socketlog.Opening{
		ID: "s" + strconv.FormatInt(v.app.opens.Add(1), 10), At: v.began.Add(v.headed), Took: v.headed, URL: v.signed(),
	})
	answer.Body = &appSide{ReadWriteCloser: conn, sent: &tap{from: socketlog.Twilio, to: v.follows}}
}

// handover is the writer of an upgrade. It concludes the request before the connection is handed over, and reads along
// on it then.
type handover struct {
	http.ResponseWriter
	visit *visit
}

// Unwrap returns the real writer for http.ResponseController.
func (h *handover) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// Hijack returns the connection to Twilio.
func (h *handover) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h.visit.conclude()
	conn, buffered, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if follows := h.visit.follows; err == nil && follows != nil {
		conn = &twilioSide{Conn: conn, sent: &tap{from: socketlog.App, to: follows}}
	}
	return conn, buffered, err
}

// appSide is the connection to the application. Its bytes are read on their way.
type appSide struct {
	io.ReadWriteCloser
	sent *tap
}

// Write sends bytes of Twilio's to the application.
func (c *appSide) Write(p []byte) (int, error) {
	c.sent.read(p)
	return c.ReadWriteCloser.Write(p)
}

// Read returns bytes of the application, which the other side reads along.
func (c *appSide) Read(p []byte) (int, error) {
	n, err := c.ReadWriteCloser.Read(p)
	if err != nil {
		c.sent.to.dropped(socketlog.App)
	}
	return n, err
}

// CloseWrite tells the application that Twilio sends no more.
func (c *appSide) CloseWrite() error { return closeWrite(c.ReadWriteCloser) }

// twilioSide is the connection to Twilio.
type twilioSide struct {
	net.Conn
	sent *tap
}

// Write sends bytes of the application to Twilio.
func (c *twilioSide) Write(p []byte) (int, error) {
	c.sent.read(p)
	return c.Conn.Write(p)
}

// Read returns bytes of Twilio's, which the other side reads along.
func (c *twilioSide) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil {
		c.sent.to.dropped(socketlog.Twilio)
	}
	return n, err
}

// CloseWrite tells Twilio that the application sends no more.
func (c *twilioSide) CloseWrite() error { return closeWrite(c.Conn) }

var errNoHalf = errors.New("the connection cannot be closed for writing only")

// closeWrite ends one direction. The error ends both, as [http/httputil.ReverseProxy] does for connections without it.
func closeWrite(conn any) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errNoHalf
}

// tap decodes the bytes of one direction. It is for the goroutine that copies them.
type tap struct {
	from    string
	to      *follower
	decoder frames.Decoder
	broken  bool
}

// read takes bytes that are about to be passed on. Reading them first keeps the order of causes: the other side cannot
// react to a message that is not counted yet. It takes microseconds, and never waits.
func (t *tap) read(p []byte) {
	if t.broken {
		return
	}
	err := t.decoder.Decode(p, func(m frames.Message) { t.to.add(sighting{from: t.from, message: m}) })
	if err != nil {
		t.broken = true
		t.to.add(sighting{from: t.from, err: err})
	}
}
